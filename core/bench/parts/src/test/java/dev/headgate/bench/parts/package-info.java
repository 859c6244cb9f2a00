/** What single parts of the gateway may allocate. */
@NullMarked
package dev.headgate.bench.parts;

import org.jspecify.annotations.NullMarked;
