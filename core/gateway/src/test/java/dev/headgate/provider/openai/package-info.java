/** Operators that speak OpenAI's format. */
@NullMarked
package dev.headgate.provider.openai;

import org.jspecify.annotations.NullMarked;
