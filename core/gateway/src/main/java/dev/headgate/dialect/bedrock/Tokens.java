package dev.headgate.dialect.bedrock;

import dev.headgate.api.Usage;
import dev.headgate.wire.Json;
import java.util.OptionalLong;

/**
 * What an answer has used. Bedrock counts what comes from the cache or goes into it beside the input; in OpenAI's terms it
 * is part of the prompt.
 */
final class Tokens {
    private static final long MOST = 1_000_000_000_000L;

    private Tokens() {}

    static Usage of(Json usage) {
        OptionalLong input = count(usage.get("inputTokens"));
        OptionalLong output = count(usage.get("outputTokens"));
        if (input.isEmpty() && output.isEmpty()) {
            return Usage.NONE;
        }
        OptionalLong read = count(usage.get("cacheReadInputTokens"));
        OptionalLong written = count(usage.get("cacheWriteInputTokens"));
        long prompt = input.orElse(0) + read.orElse(0) + written.orElse(0);
        return new Usage(
                input.isPresent() ? OptionalLong.of(prompt) : input,
                output,
                OptionalLong.of(prompt + output.orElse(0)),
                read,
                written,
                OptionalLong.empty());
    }

    private static OptionalLong count(Json tokens) {
        long n = tokens.whole(-1);
        return n >= 0 && n <= MOST ? OptionalLong.of(n) : OptionalLong.empty();
    }
}
