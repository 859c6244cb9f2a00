/**
 * The hub between wire formats: OpenAI's shapes of chats, embeddings and counts of tokens and Cohere's of rerankings,
 * read as requests and written as answers or streams. A format is translated to and from them, so that there is one
 * translation for each format and not one for each pair.
 */
@NullMarked
package dev.headgate.hub;

import org.jspecify.annotations.NullMarked;
