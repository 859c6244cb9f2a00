/**
 * How well the ways to an upstream work: what its failures say about it, and when it may be used again. Everything here
 * is shared by all event loops; {@code now} is always the monotonic time in nanoseconds, so that the wall clock has no
 * say.
 */
@NullMarked
package dev.headgate.upstream.health;

import org.jspecify.annotations.NullMarked;
