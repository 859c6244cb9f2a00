/** Bytes as they cross the wire: JSON and server-sent events, without knowledge of any provider and without I/O. */
@NullMarked
package dev.headgate.wire;

import org.jspecify.annotations.NullMarked;
