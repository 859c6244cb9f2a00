/** What operators can ask of a running gateway and have it do, call by call. */
@NullMarked
package dev.headgate.http.admin;

import org.jspecify.annotations.NullMarked;
