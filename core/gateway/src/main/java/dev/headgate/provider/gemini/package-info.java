/** Google AI Studio: paths with the model in them, and its key. */
@NullMarked
package dev.headgate.provider.gemini;

import org.jspecify.annotations.NullMarked;
