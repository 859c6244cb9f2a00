package dev.headgate.config;

import java.util.List;

/** Where one model name goes. */
@Describe("Where a model goes: one target as text, several in order as a list, or all settings as a map.")
public record Route(
        @Describe("How to choose among the targets: ordered takes the first that is ready, weighted spreads by weight.")
        @Default("ordered")
        Policy policy,

        @Describe("Where requests go, each as upstream/model or with a weight.") @Required
        List<TargetRef> targets,

        @Describe("Where requests go, in this order, once every target has failed.")
        List<TargetRef> fallback,

        @Describe("When and how often a failed request is tried again.")
        Retry retry,

        @Describe("How long each stage of a request may take.")
        Timeouts timeouts) {

    public Route {
        targets = List.copyOf(targets);
        fallback = List.copyOf(fallback);
    }

    @Shorthand
    static Route of(@Describe("The one target.") TargetRef target) {
        return of(List.of(target));
    }

    @Shorthand
    static Route of(@Describe("The targets, in the order they are tried.") @Required List<TargetRef> targets) {
        return new Route(Policy.ORDERED, targets, List.of(), Retry.DEFAULT, Timeouts.DEFAULT);
    }
}
