/** The built-in upstream that answers offline, and misbehaves on request. */
@NullMarked
package dev.headgate.upstream.echo;

import org.jspecify.annotations.NullMarked;
