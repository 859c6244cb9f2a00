/** The one source of time, so that tests can move it by hand. */
@NullMarked
package dev.headgate.time;

import org.jspecify.annotations.NullMarked;
