package dev.headgate.dialect;

import dev.headgate.api.Usage;

/** What a whole answer with a success status turns out to be. */
public sealed interface Reading {
    /** An answer, with the usage it reports. */
    record Answer(Usage usage) implements Reading {}

    /** An error in the clothes of a success. */
    record Refused(UpstreamError error) implements Reading {}

    /** Not an answer of this format; {@code reason} may be shown. */
    record Malformed(String reason) implements Reading {}
}
