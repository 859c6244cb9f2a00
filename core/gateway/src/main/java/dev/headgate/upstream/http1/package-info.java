/** HTTP/1.1 to an upstream: connections that Vert.x opens, pooled by event loop, read by Netty's response decoder. */
@NullMarked
package dev.headgate.upstream.http1;

import org.jspecify.annotations.NullMarked;
