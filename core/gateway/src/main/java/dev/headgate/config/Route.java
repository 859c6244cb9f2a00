package dev.headgate.config;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Required;
import dev.headgate.api.settings.Shorthand;
import java.util.List;
import java.util.Optional;

/** Where one model name goes. */
@Describe("Where a model goes: one target as text, several in order as a list, or all settings as a map.")
public record Route(
        @Describe("How to choose among the targets: ordered takes the first that is ready, weighted spreads by weight,"
                + " least-latency takes the better of two by the time to the first content, least-busy the one with the"
                + " fewest requests under way, cheapest the one with the lowest list price.")
        @Default("ordered")
        Policy policy,

        @Describe("Where requests go, each as upstream/model or with a weight.") @Required
        List<TargetRef> targets,

        @Describe("What keeps requests at the same target while it is well, for warm prompt caches: nothing, the key,"
                + " the user the request names, or the beginning of the conversation. It replaces the policy's choice.")
        @Default("none")
        Affinity affinity,

        @Describe("Where requests go, in this order, once every target has failed or has refused the request.")
        List<FallbackRef> fallback,

        @Describe("When and how often a failed request is tried again.")
        Retry retry,

        @Describe("How long each stage of a request may take.")
        Timeouts timeouts,

        @Describe("The plugins that its requests run through, inside those of all requests and of the team.")
        List<FilterUse> filters,

        @Describe("Another target raced against one that is late.")
        Optional<Hedge> hedge,

        @Describe("Where a copy of some of the requests goes.")
        Optional<Shadow> shadow) {

    public Route {
        targets = List.copyOf(targets);
        fallback = List.copyOf(fallback);
        filters = List.copyOf(filters);
    }

    @Shorthand
    static Route of(@Describe("The one target.") TargetRef target) {
        return of(List.of(target));
    }

    @Shorthand
    static Route of(@Describe("The targets, in the order they are tried.") @Required List<TargetRef> targets) {
        return new Route(
                Policy.ORDERED,
                targets,
                Affinity.NONE,
                List.of(),
                Retry.DEFAULT,
                Timeouts.DEFAULT,
                List.of(),
                Optional.empty(),
                Optional.empty());
    }
}
