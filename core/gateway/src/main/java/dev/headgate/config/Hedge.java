package dev.headgate.config;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Range;

/** A second request raced against a stream that is late with its first content. */
@Describe("Races one other target against a stream that is later with its first content than the route's streams"
        + " mostly are. It answers sooner and costs the loser's tokens.")
public record Hedge(
        @Describe("The greatest part of the route's requests for which another target is raced.")
        @Default("5%")
        @Range(min = "0.1%", max = "100%")
        Share atMost,

        @Describe("The part of the route's latest streams that came sooner than the wait before another is raced.")
        @Default("95%")
        @Range(min = "50%", max = "99.9%")
        Share after) {}
