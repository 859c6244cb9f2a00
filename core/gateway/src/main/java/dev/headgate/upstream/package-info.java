/** One try at one target: the connection pools, the time limits, and the hold on a stream until its first content. */
@NullMarked
package dev.headgate.upstream;

import org.jspecify.annotations.NullMarked;
