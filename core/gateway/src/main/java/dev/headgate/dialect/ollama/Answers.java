package dev.headgate.dialect.ollama;

import dev.headgate.wire.JsonLimits;

/** The limits for reading what providers answer: wider than for callers. */
final class Answers {
    static final JsonLimits LIMITS = JsonLimits.STANDARD.withMaxDepth(256).withMaxMembers(100_000);

    private Answers() {}
}
