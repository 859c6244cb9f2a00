/** Google's {@code generateContent} as a format that upstreams speak: requests written, answers, streams and errors read. */
@NullMarked
package dev.headgate.dialect.gemini;

import org.jspecify.annotations.NullMarked;
