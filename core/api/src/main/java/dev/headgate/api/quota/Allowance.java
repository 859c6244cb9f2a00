package dev.headgate.api.quota;

import dev.headgate.api.settings.Count;
import dev.headgate.api.settings.Rate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One limit in a few words: {@code 600/min} requests, {@code 200k tokens/min}, {@code 5M input-tokens/day},
 * {@code 50 concurrent}.
 *
 * @param concurrent 0 when it is a rate
 * @param rate empty when it is a concurrency
 */
public record Allowance(Thing thing, int concurrent, Optional<Rate> rate) {
    /** What is counted. */
    public enum Thing {
        REQUESTS,
        TOKENS,
        INPUT_TOKENS,
        OUTPUT_TOKENS,
        CONCURRENT
    }

    public static final String FORM =
            Count.FORM + "(?: concurrent|(?: (?:requests|tokens|input-tokens|output-tokens))?/\\d{0,4}(?:s|min|h|day))";
    private static final int MOST_CONCURRENT = 1_000_000;
    private static final Pattern TEXT =
            Pattern.compile("([^ /]+)(?: (requests|tokens|input-tokens|output-tokens|concurrent))?(/.+)?");

    /** A limit as it is written in the file. */
    public static Optional<Allowance> parse(String text) {
        Matcher m = TEXT.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        Thing thing = thing(m.group(2));
        if (thing == Thing.CONCURRENT) {
            return m.group(3) != null
                    ? Optional.empty()
                    : Count.parse(m.group(1))
                            .filter(c -> c.value() > 0 && c.value() <= MOST_CONCURRENT)
                            .map(c -> new Allowance(thing, (int) c.value(), Optional.empty()));
        }
        return m.group(3) == null
                ? Optional.empty()
                : Rate.parse(m.group(1) + m.group(3)).map(r -> new Allowance(thing, 0, Optional.of(r)));
    }

    private static Thing thing(@Nullable String word) {
        return switch (word) {
            case "tokens" -> Thing.TOKENS;
            case "input-tokens" -> Thing.INPUT_TOKENS;
            case "output-tokens" -> Thing.OUTPUT_TOKENS;
            case "concurrent" -> Thing.CONCURRENT;
            case null, default -> Thing.REQUESTS;
        };
    }
}
