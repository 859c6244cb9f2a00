package dev.headgate.dialect.gemini;

import dev.headgate.api.Usage;
import dev.headgate.wire.Json;
import java.util.OptionalLong;

/**
 * What an answer has used, as far as it has said so; it says so over and over, and the last time counts. Thoughts are
 * counted beside the answer, what comes from the cache inside the prompt.
 */
final class Tokens {
    private Usage usage = Usage.NONE;

    void report(Json metadata) {
        if (!metadata.isObject()) {
            return;
        }
        long prompt = count(metadata, "promptTokenCount") + count(metadata, "toolUsePromptTokenCount");
        long thoughts = count(metadata, "thoughtsTokenCount");
        long completion = count(metadata, "candidatesTokenCount") + thoughts;
        usage = new Usage(
                OptionalLong.of(prompt),
                OptionalLong.of(completion),
                OptionalLong.of(prompt + completion),
                some(metadata, "cachedContentTokenCount"),
                OptionalLong.empty(),
                some(metadata, "thoughtsTokenCount"));
    }

    private static long count(Json metadata, String name) {
        return Math.clamp(metadata.get(name).whole(0), 0, 1_000_000_000_000L);
    }

    private static OptionalLong some(Json metadata, String name) {
        return metadata.get(name).isNumber() ? OptionalLong.of(count(metadata, name)) : OptionalLong.empty();
    }

    Usage usage() {
        return usage;
    }
}
