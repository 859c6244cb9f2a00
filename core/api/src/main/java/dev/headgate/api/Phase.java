package dev.headgate.api;

/** What a filter is for. Filters of an earlier phase run further out, whatever the order they are listed in. */
public enum Phase {
    /** Lets requests in or refuses them: limits, guards. */
    ADMIT,
    /** Changes requests or answers: redaction, headers. */
    TRANSFORM,
    /** Answers in the provider's place. */
    CACHE,
    /** Watches, and changes nothing: logs, measures. When it fails the exchange goes on without it. */
    OBSERVE
}
