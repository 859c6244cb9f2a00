package dev.headgate.dialect.anthropic;

import dev.headgate.api.Usage;
import dev.headgate.wire.Json;
import java.util.OptionalLong;

/**
 * What an answer has used, as far as it has said so. Reports are cumulative: a later one replaces what it speaks of.
 * Anthropic counts what comes from the cache or goes into it beside the input; in OpenAI's terms it is part of the prompt.
 */
final class Tokens {
    private static final long MOST = 1_000_000_000_000L;

    private long input = -1;
    private long read = -1;
    private long written = -1;
    private long output = -1;
    private long thinking = -1;

    void report(Json usage) {
        input = count(usage.get("input_tokens"), input);
        read = count(usage.get("cache_read_input_tokens"), read);
        written = count(usage.get("cache_creation_input_tokens"), written);
        output = count(usage.get("output_tokens"), output);
        thinking = count(usage.get("output_tokens_details").get("thinking_tokens"), thinking);
    }

    private static long count(Json tokens, long before) {
        long n = tokens.whole(-1);
        return n >= 0 && n <= MOST ? n : before;
    }

    Usage usage() {
        if (input < 0 && output < 0) {
            return Usage.NONE;
        }
        long prompt = Math.max(0, input) + Math.max(0, read) + Math.max(0, written);
        return new Usage(
                input < 0 ? OptionalLong.empty() : OptionalLong.of(prompt),
                some(output),
                OptionalLong.of(prompt + Math.max(0, output)),
                some(read),
                some(written),
                some(thinking));
    }

    private static OptionalLong some(long n) {
        return n < 0 ? OptionalLong.empty() : OptionalLong.of(n);
    }
}
