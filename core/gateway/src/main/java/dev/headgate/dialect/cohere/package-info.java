/** Cohere's chat, version 2, as a format that upstreams speak: requests written, answers, streams and errors read. */
@NullMarked
package dev.headgate.dialect.cohere;

import org.jspecify.annotations.NullMarked;
