/** HTTP/2 to an upstream, over Vert.x' client. */
@NullMarked
package dev.headgate.upstream.http2;

import org.jspecify.annotations.NullMarked;
