/** Bedrock's Converse as a format that upstreams speak: requests written, answers, streams and errors read. */
@NullMarked
package dev.headgate.dialect.bedrock;

import org.jspecify.annotations.NullMarked;
