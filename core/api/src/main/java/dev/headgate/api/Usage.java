package dev.headgate.api;

import java.util.OptionalLong;

/**
 * Tokens of one answer, in OpenAI's terms: the prompt includes cache reads and writes, the completion includes
 * reasoning. A count that the provider did not report is absent, which is not the same as zero.
 *
 * @param prompt input tokens
 * @param completion output tokens
 * @param total as the provider reported it, else the sum
 * @param cached the part of the prompt read from the provider's cache
 * @param cacheWritten the part of the prompt written to the provider's cache
 * @param reasoning the part of the completion spent on reasoning
 */
public record Usage(
        OptionalLong prompt,
        OptionalLong completion,
        OptionalLong total,
        OptionalLong cached,
        OptionalLong cacheWritten,
        OptionalLong reasoning) {

    /** Nothing was reported. */
    public static final Usage NONE = new Usage(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty());

    /** Usage with prompt and completion counts alone; the total is their sum. */
    public static Usage of(long prompt, long completion) {
        return new Usage(
                OptionalLong.of(prompt),
                OptionalLong.of(completion),
                OptionalLong.of(prompt + completion),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /** Both together; a count that one of them lacks is the other's. */
    public Usage plus(Usage other) {
        return new Usage(
                sum(prompt, other.prompt),
                sum(completion, other.completion),
                sum(total, other.total),
                sum(cached, other.cached),
                sum(cacheWritten, other.cacheWritten),
                sum(reasoning, other.reasoning));
    }

    private static OptionalLong sum(OptionalLong a, OptionalLong b) {
        return a.isPresent() && b.isPresent()
                ? OptionalLong.of(Math.addExact(a.getAsLong(), b.getAsLong()))
                : a.isPresent() ? a : b;
    }

    /** Whether the provider reported anything at all. */
    public boolean known() {
        return prompt.isPresent() || completion.isPresent() || total.isPresent();
    }
}
