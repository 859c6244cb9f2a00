/** Ollama's own chat as a format that upstreams speak: requests written, answers, streams of lines and errors read. */
@NullMarked
package dev.headgate.dialect.ollama;

import org.jspecify.annotations.NullMarked;
