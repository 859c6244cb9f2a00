package dev.headgate.api.quota;

import dev.headgate.api.quota.Allowance.Thing;
import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Range;
import dev.headgate.api.settings.Shorthand;
import java.util.List;
import java.util.Optional;

/**
 * What somebody may use, as it is written in the file.
 *
 * @param concurrent 0 for as many as there are
 */
@Describe("What may be used; each limit is there only when it is written.")
public record Quota(
        @Describe("Requests, such as 600/min.") Optional<Rates> requests,

        @Describe("Tokens of requests and answers together, such as 200k/min.")
        Optional<Rates> tokens,

        @Describe("Tokens of requests alone.") Optional<Rates> inputTokens,

        @Describe("Tokens of answers alone.") Optional<Rates> outputTokens,

        @Describe("Requests at one time; 0 for no limit.") @Default("0") @Range(min = "0", max = "1000000")
        int concurrent) {
    /** No limit at all. */
    public static final Quota NONE =
            new Quota(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), 0);

    /** A single limit. */
    @Shorthand
    static Quota of(
            @Describe("A limit such as 600/min (requests), 200k tokens/min, 5M input-tokens/day or 50 concurrent.")
                    Allowance limit) {
        return all(List.of(limit));
    }

    /** Several. */
    @Shorthand
    static Quota all(@Describe("One limit after the other, in a few words.") List<Allowance> limits) {
        var concurrent =
                limits.stream().filter(l -> l.thing() == Thing.CONCURRENT).toList();
        if (concurrent.size() > 1) {
            throw new IllegalArgumentException("two for concurrent requests; the smaller one is enough");
        }
        return new Quota(
                rates(limits, Thing.REQUESTS),
                rates(limits, Thing.TOKENS),
                rates(limits, Thing.INPUT_TOKENS),
                rates(limits, Thing.OUTPUT_TOKENS),
                concurrent.isEmpty() ? 0 : concurrent.getFirst().concurrent());
    }

    private static Optional<Rates> rates(List<Allowance> limits, Thing thing) {
        List<RateWindow> windows = limits.stream()
                .filter(l -> l.thing() == thing)
                .flatMap(l -> l.rate().stream())
                .map(RateWindow::of)
                .toList();
        return windows.isEmpty() ? Optional.empty() : Optional.of(new Rates(windows));
    }

    /** Whether nothing is limited. */
    public boolean none() {
        return equals(NONE);
    }
}
