/** Operators that speak OpenAI's format. */
@NullMarked
package dev.headgate.provider.azure;

import org.jspecify.annotations.NullMarked;
