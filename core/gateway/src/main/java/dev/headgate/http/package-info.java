/** Inbound HTTP: the strict edge, the endpoints of the dialects, keys, writing answers; the admin port. */
@NullMarked
package dev.headgate.http;

import org.jspecify.annotations.NullMarked;
