/** Anthropic's Messages as a format that upstreams speak: requests written, answers, streams and errors read. */
@NullMarked
package dev.headgate.dialect.anthropic;

import org.jspecify.annotations.NullMarked;
