package dev.headgate.config;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Shorthand;
import java.util.List;

/**
 * A target that is tried after the route's own, and what for.
 *
 * @param model the upstream's own name for it, or {@code *} for what the wildcard of the route's name stood for
 */
@Describe("An upstream and a model there, as upstream/model or with what it is for.")
public record FallbackRef(String upstream, String model, List<FallbackOn> on) {
    public FallbackRef {
        on = List.copyOf(on);
    }

    @Keyed
    static FallbackRef of(
            @Describe("The target, as upstream/model; upstream/* keeps what a wildcard stood for.")
                    @Matches(value = TargetRef.FORM, use = TargetRef.USE)
                    String to,
            @Describe("What it is for: a failure, a request too long for a target's context window, one refused by a"
                            + " target's content filter.")
                    @Default("failure")
                    List<FallbackOn> on) {
        TargetRef target = TargetRef.of(to);
        return new FallbackRef(target.upstream(), target.model(), on);
    }

    @Shorthand
    static FallbackRef of(
            @Describe("The target, as upstream/model; upstream/* keeps what a wildcard stood for.")
                    @Matches(value = TargetRef.FORM, use = TargetRef.USE)
                    String to) {
        return of(to, List.of(FallbackOn.FAILURE));
    }
}
