/**
 * The hub between wire formats: OpenAI's chat shape, read as a request and written as an answer or a stream. A format is
 * translated to and from it, so that there is one translation for each format and not one for each pair.
 */
@NullMarked
package dev.headgate.hub;

import org.jspecify.annotations.NullMarked;
