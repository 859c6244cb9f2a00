/** Single parts of the gateway, to be measured on their own: how long each takes and how much it allocates. */
@NullMarked
package dev.headgate.bench.parts;

import org.jspecify.annotations.NullMarked;
