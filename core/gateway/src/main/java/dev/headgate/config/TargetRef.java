package dev.headgate.config;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Range;
import dev.headgate.api.settings.Shorthand;

/**
 * An upstream and a model there, as a route names them.
 *
 * @param model the upstream's own name for it, or {@code *} for what the wildcard of the route's name stood for
 * @param weight the share among the targets of a weighted route
 */
@Describe("An upstream and a model there, as upstream/model or with a weight.")
public record TargetRef(String upstream, String model, int weight) {
    static final String FORM = Names.NAME + "/(" + Names.ID + "|\\*)";
    static final String USE = "upstream/model, such as openai/gpt-4o-mini; the model may be just * under a"
            + " model name that ends in *";

    @Keyed
    static TargetRef of(
            @Describe("The target, as upstream/model; upstream/* keeps what a wildcard stood for.")
                    @Matches(value = FORM, use = USE)
                    String to,
            @Describe("The share of requests among the targets of a weighted route.")
                    @Default("1")
                    @Range(min = "1", max = "1000")
                    int weight) {
        int slash = to.indexOf('/');
        return new TargetRef(to.substring(0, slash), to.substring(slash + 1), weight);
    }

    @Shorthand
    static TargetRef of(
            @Describe("The target, as upstream/model; upstream/* keeps what a wildcard stood for.")
                    @Matches(value = FORM, use = USE)
                    String to) {
        return of(to, 1);
    }
}
