/** Anthropic: the Messages path, its key and its version. */
@NullMarked
package dev.headgate.provider.anthropic;

import org.jspecify.annotations.NullMarked;
