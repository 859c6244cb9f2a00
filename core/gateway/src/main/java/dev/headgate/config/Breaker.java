package dev.headgate.config;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Range;
import dev.headgate.api.settings.Shorthand;
import java.time.Duration;

/**
 * When an upstream that fails is left alone, and for how long. It is kept for each credential apart.
 *
 * @param on whether there is one at all
 */
@Describe("When an upstream that fails is left alone, and for how long; or just off.")
public record Breaker(
        boolean on, Share failures, Share slow, Duration slowAfter, int window, int minimumCalls, Backoff open) {

    /** The word that stands for no breaker. */
    public enum Switch {
        ON,
        OFF
    }

    @Keyed
    static Breaker of(
            @Describe("Opens when so many of the latest calls have failed.")
                    @Default("50%")
                    @Range(min = "1%", max = "100%")
                    Share failures,
            @Describe("Opens also when so many of the latest calls were slow.")
                    @Default("80%")
                    @Range(min = "1%", max = "100%")
                    Share slow,
            @Describe("A stream is slow when its first content takes longer.")
                    @Default("30s")
                    @Range(min = "1ms", max = "1h")
                    Duration slowAfter,
            @Describe("How many of the latest calls are looked at.") @Default("10") @Range(min = "1", max = "1000")
                    int window,
            @Describe("It never opens before so many calls.") @Default("5") @Range(min = "1", max = "1000")
                    int minimumCalls,
            @Describe("How long it stays open before one call may try again: at first, and at most while trying fails.")
                    @Default("5s..30s")
                    Backoff open) {
        return new Breaker(true, failures, slow, slowAfter, window, minimumCalls, open);
    }

    @Shorthand
    static Breaker of(@Describe("Whether there is one.") Switch power) {
        return new Breaker(
                power == Switch.ON,
                new Share(0.5),
                new Share(0.8),
                Duration.ofSeconds(30),
                10,
                5,
                new Backoff(Duration.ofSeconds(5), Duration.ofSeconds(30)));
    }
}
