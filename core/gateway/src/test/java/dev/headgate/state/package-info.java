/** What plugins keep, seen by them. */
@NullMarked
package dev.headgate.state;

import org.jspecify.annotations.NullMarked;
