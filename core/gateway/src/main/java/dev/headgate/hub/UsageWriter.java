package dev.headgate.hub;

import dev.headgate.api.Usage;
import dev.headgate.wire.JsonWriter;
import java.util.OptionalLong;

/** Writes usage in OpenAI's form. What was not reported is left out, but the three counts that every client reads. */
final class UsageWriter {
    private UsageWriter() {}

    static void write(JsonWriter out, Usage u) {
        long prompt = u.prompt().orElse(0);
        long completion = u.completion().orElse(0);
        out.open();
        out.name("prompt_tokens").value(prompt);
        out.name("completion_tokens").value(completion);
        out.name("total_tokens").value(u.total().orElse(prompt + completion));
        if (u.cached().isPresent() || u.cacheWritten().isPresent()) {
            out.name("prompt_tokens_details").open();
            count(out, "cached_tokens", u.cached());
            count(out, "cache_write_tokens", u.cacheWritten());
            out.close();
        }
        if (u.reasoning().isPresent()) {
            out.name("completion_tokens_details").open();
            count(out, "reasoning_tokens", u.reasoning());
            out.close();
        }
        out.close();
    }

    private static void count(JsonWriter out, String name, OptionalLong tokens) {
        if (tokens.isPresent()) {
            out.name(name).value(tokens.getAsLong());
        }
    }
}
