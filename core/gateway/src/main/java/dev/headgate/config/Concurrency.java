package dev.headgate.config;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Range;
import dev.headgate.api.settings.Shorthand;

/** How many attempts an upstream may have under way at once. */
@Describe("How many attempts may be under way at once; a stream counts until it is over. Where it is full, requests go"
        + " to the next target.")
public record Concurrency(
        @Describe("Never more than so many.") @Default("1000") @Range(min = "1", max = "100000")
        int max,

        @Describe("Whether fewer are let through while streams take longer to begin than they used to.")
        @Default("false")
        boolean adaptive) {

    @Shorthand
    static Concurrency of(@Describe("Never more than so many.") @Range(min = "1", max = "100000") int max) {
        return new Concurrency(max, false);
    }
}
