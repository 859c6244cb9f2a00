package dev.headgate.price;

import dev.headgate.api.Usage;
import java.util.OptionalLong;

/**
 * What a model's tokens cost, each in millionths of a millionth of a US dollar: exactly what is published as so many
 * millionths of a dollar per million tokens. A price that is not known is absent, which is not the same as zero.
 *
 * @param input a token of the prompt
 * @param output a token of the answer; zero for embeddings
 * @param cacheRead a token of the prompt that the provider had in its cache
 * @param cacheWrite a token of the prompt that the provider put into its cache
 */
public record Price(long input, long output, OptionalLong cacheRead, OptionalLong cacheWrite) {
    public Price {
        if (input < 0 || output < 0 || cacheRead.orElse(0) < 0 || cacheWrite.orElse(0) < 0) {
            throw new IllegalArgumentException("a price is never negative");
        }
    }

    /** The cost of this usage, with what the provider's cache spared or cost more; else as with {@link #of(long, long)}. */
    public long of(Usage usage) {
        long prompt = usage.prompt().orElse(0);
        long read = Math.clamp(usage.cached().orElse(0), 0, prompt);
        long written = Math.clamp(usage.cacheWritten().orElse(0), 0, prompt - read);
        try {
            return Math.addExact(
                    of(prompt - read - written, usage.completion().orElse(0)),
                    Math.addExact(
                            Math.multiplyExact(cacheRead.orElse(input), read),
                            Math.multiplyExact(cacheWrite.orElse(input), written)));
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    /** The cost of so many tokens when no cache is involved; the greatest there is when it is beyond counting. */
    public long of(long prompt, long completion) {
        try {
            return Math.addExact(Math.multiplyExact(input, prompt), Math.multiplyExact(output, completion));
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }
}
