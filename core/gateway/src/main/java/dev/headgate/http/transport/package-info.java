/**
 * What carries a client's request in and its answer out, as bytes: HTTP/1.1 by Netty's request decoder, HTTP/2 by
 * Vert.x. Both are connections that Vert.x accepts, with its TLS.
 */
@NullMarked
package dev.headgate.http.transport;

import org.jspecify.annotations.NullMarked;
