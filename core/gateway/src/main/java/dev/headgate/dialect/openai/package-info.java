/** OpenAI's wire format: chat completions, completions and embeddings. */
@NullMarked
package dev.headgate.dialect.openai;

import org.jspecify.annotations.NullMarked;
