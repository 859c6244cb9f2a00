/** Ollama by its own API. */
@NullMarked
package dev.headgate.provider.ollama;

import org.jspecify.annotations.NullMarked;
