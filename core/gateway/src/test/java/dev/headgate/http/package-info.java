/** The edge as clients of every kind meet it, over real sockets. */
@NullMarked
package dev.headgate.http;

import org.jspecify.annotations.NullMarked;
