/** Operators that speak the OpenAI format: OpenAI itself and the family described in presets.yaml. */
@NullMarked
package dev.headgate.provider.openai;

import org.jspecify.annotations.NullMarked;
