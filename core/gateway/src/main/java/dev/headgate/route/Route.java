package dev.headgate.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the requests for one model name, or for all names with one prefix, go. Safe to share between threads. */
public final class Route {
    /** How targets are ordered for one exchange. */
    public enum Policy {
        /** As listed. */
        ORDERED,
        /** In turn, by weight. */
        WEIGHTED,
        /** The quicker of two to begin its answers. */
        LEAST_LATENCY,
        /** The fewest requests under way. */
        LEAST_BUSY,
        /** The lowest list price. */
        CHEAPEST
    }

    /** What binds requests to a target. */
    public enum Affinity {
        NONE,
        KEY,
        USER,
        CONVERSATION
    }

    /**
     * A second request raced against a late stream.
     *
     * @param atMost the part of the route's requests that may have one
     * @param after the part of the latest streams that began sooner than the wait before it
     */
    public record Hedge(double atMost, double after) {}

    /** A copy of a share of the traffic to a target whose answers are dropped. */
    public record Shadow(Target target, double share) {}

    /**
     * All that a route is made of.
     *
     * @param name as configured: a model id, or a prefix followed by {@code *}
     * @param targets the candidates for the first attempt
     * @param fallbacks tried in order after all targets, each for its causes
     */
    public record Plan(
            String name,
            Policy policy,
            Affinity affinity,
            List<Target> targets,
            List<Fallback> fallbacks,
            Limits limits,
            Optional<Hedge> hedge,
            Optional<Shadow> shadow) {
        public Plan {
            targets = List.copyOf(targets);
            fallbacks = List.copyOf(fallbacks);
        }
    }

    private final Plan plan;
    private final @Nullable Turns turns;

    public Route(Plan plan) {
        this.plan = plan;
        this.turns = plan.policy == Policy.WEIGHTED && plan.targets.size() > 1
                ? new Turns(plan.targets.stream().map(Target::weight).toList())
                : null;
    }

    public String name() {
        return plan.name;
    }

    public Policy policy() {
        return plan.policy;
    }

    public Affinity affinity() {
        return plan.affinity;
    }

    public List<Target> targets() {
        return plan.targets;
    }

    public List<Fallback> fallbacks() {
        return plan.fallbacks;
    }

    public Limits limits() {
        return plan.limits;
    }

    public Optional<Hedge> hedge() {
        return plan.hedge;
    }

    public Optional<Shadow> shadow() {
        return plan.shadow;
    }

    /** Whether any target is left for it. One without targets still claims its names, so that no other takes them. */
    public boolean served() {
        return !plan.targets.isEmpty() || !plan.fallbacks.isEmpty();
    }

    public boolean wildcard() {
        return plan.name.endsWith("*");
    }

    /**
     * What a {@code *} in a target stands for: the name as the caller wrote it, without a prefix that ends in a slash,
     * which is a namespace of the gateway's own.
     */
    public String kept(String model) {
        return wildcard() && plan.name.endsWith("/*") ? model.substring(plan.name.length() - 1) : model;
    }

    /** Every target whose answers a caller may come to see, in the order written. */
    public Stream<Target> reachable() {
        return Stream.concat(plan.targets.stream(), plan.fallbacks.stream().map(Fallback::target));
    }

    /**
     * The targets in the order one exchange for {@code model} tries them: its own by policy or affinity, then the
     * fallbacks for failures; among all of these the fitter before the less fit.
     *
     * @param binding what the exchange is bound by, when the route has an affinity
     */
    public List<Target> order(String model, OptionalLong binding, Standings standings, RandomGenerator random) {
        String kept = kept(model);
        List<Target> chosen = chosen(kept, binding, standings, random);
        if (chosen.size() == 1 && plan.fallbacks.isEmpty()) {
            return chosen;
        }
        var order = new ArrayList<>(chosen);
        order.addAll(fallbacks(Fallback.Cause.FAILURE));
        boolean alike = true;
        for (Target t : order) {
            alike &= standings.unfitness(t, t.model(kept)) == 0;
        }
        if (!alike) {
            order.sort(Comparator.comparingInt(t -> standings.unfitness(t, t.model(kept))));
        }
        return order;
    }

    /** The fallbacks for this cause, in the order they are tried. */
    public List<Target> fallbacks(Fallback.Cause cause) {
        return plan.fallbacks.stream()
                .filter(f -> f.causes().contains(cause))
                .map(Fallback::target)
                .toList();
    }

    private List<Target> chosen(String kept, OptionalLong binding, Standings standings, RandomGenerator random) {
        if (plan.targets.size() < 2) {
            return plan.targets;
        }
        var choice = new Choice(plan.targets, kept, standings, random);
        if (binding.isPresent()) {
            return choice.bound(binding.getAsLong());
        }
        return switch (plan.policy) {
            case ORDERED -> plan.targets;
            case WEIGHTED -> turns == null ? plan.targets : choice.inTurn(turns);
            case LEAST_LATENCY -> choice.quickest();
            case LEAST_BUSY -> choice.leastBusy();
            case CHEAPEST -> choice.cheapest();
        };
    }
}
