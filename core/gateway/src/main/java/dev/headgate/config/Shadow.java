package dev.headgate.config;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Range;
import dev.headgate.api.settings.Shorthand;

/** A copy of some of a route's traffic, whose answers nobody sees. */
@Describe("A target that gets a copy of some of the requests; its answers are dropped and accounted apart.")
public record Shadow(String upstream, String model, Share share) {
    @Keyed
    static Shadow of(
            @Describe("The target, as upstream/model; upstream/* keeps what a wildcard stood for.")
                    @Matches(value = TargetRef.FORM, use = TargetRef.USE)
                    String to,
            @Describe("How many of the route's requests are copied.") @Default("1%") @Range(min = "0.01%", max = "100%")
                    Share share) {
        TargetRef target = TargetRef.of(to);
        return new Shadow(target.upstream(), target.model(), share);
    }

    @Shorthand
    static Shadow of(
            @Describe("The target, as upstream/model; upstream/* keeps what a wildcard stood for.")
                    @Matches(value = TargetRef.FORM, use = TargetRef.USE)
                    String to) {
        return of(to, new Share(0.01));
    }
}
