/** Counters and values that plugins share, whatever configuration they run under. */
@NullMarked
package dev.headgate.state;

import org.jspecify.annotations.NullMarked;
