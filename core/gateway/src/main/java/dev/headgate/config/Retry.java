package dev.headgate.config;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Range;
import java.time.Duration;

/** How often a target is tried, and the wait in between. */
@Describe("How often a target is tried, and the wait in between.")
public record Retry(
        @Describe("The greatest number of tries at one target, the first included.")
        @Default("2")
        @Range(min = "1", max = "10")
        int attempts,

        @Describe("The first and the greatest wait between tries.") @Default("100ms..2s")
        Backoff backoff,

        @Describe("The longest wait that a throttling target may ask for without being left for the next.")
        @Default("5s")
        @Range(min = "1ms", max = "10m")
        Duration maxWait) {
    public static final Retry DEFAULT =
            new Retry(2, new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2)), Duration.ofSeconds(5));
}
