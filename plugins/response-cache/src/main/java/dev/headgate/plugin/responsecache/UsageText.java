package dev.headgate.plugin.responsecache;

import dev.headgate.api.Usage;
import java.util.OptionalLong;

/** Writes usage as OpenAI's format has it. */
final class UsageText {
    private UsageText() {}

    /** The object, or nothing when there is no usage to be told. */
    static byte[] of(Usage usage) {
        if (!usage.known()) {
            return new byte[0];
        }
        var out = new Bytes(160);
        long prompt = usage.prompt().orElse(0);
        long completion = usage.completion().orElse(0);
        out.ascii("{\"prompt_tokens\":").ascii(Long.toString(prompt));
        out.ascii(",\"completion_tokens\":").ascii(Long.toString(completion));
        out.ascii(",\"total_tokens\":").ascii(Long.toString(usage.total().orElse(prompt + completion)));
        details(out, "prompt_tokens_details", "cached_tokens", usage.cached());
        details(out, "completion_tokens_details", "reasoning_tokens", usage.reasoning());
        return out.add('}').take();
    }

    private static void details(Bytes out, String object, String member, OptionalLong count) {
        if (count.isPresent()) {
            out.ascii(",\"" + object + "\":{\"" + member + "\":" + count.getAsLong() + "}");
        }
    }
}
