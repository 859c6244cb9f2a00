/** The operators' peculiarities. */
@NullMarked
package dev.headgate.provider;

import org.jspecify.annotations.NullMarked;
