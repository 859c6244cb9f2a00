package dev.headgate.config;

/** What a fallback is for. */
public enum FallbackOn {
    /** All targets have failed or cannot be asked. */
    FAILURE,
    /** A target refused the request as too long for its context window. */
    CONTEXT_WINDOW,
    /** A target's content filter refused the request. */
    CONTENT_FILTER
}
