/** Cohere: its chat path and its key. */
@NullMarked
package dev.headgate.provider.cohere;

import org.jspecify.annotations.NullMarked;
