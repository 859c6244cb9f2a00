package dev.headgate.route;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Where the requests for one model name, or for all names with one prefix, go.
 *
 * @param name as configured: a model id, or a prefix followed by {@code *}
 * @param policy how the first target is chosen
 * @param targets the candidates for the first attempt
 * @param fallback tried in order after all targets have failed
 */
public record Route(String name, Policy policy, List<Target> targets, List<Target> fallback, Limits limits) {
    /** How targets are ordered for one exchange. */
    public enum Policy {
        /** As listed. */
        ORDERED,
        /** Drawn by weight, each later target from those that remain. */
        WEIGHTED
    }

    public Route {
        targets = List.copyOf(targets);
        fallback = List.copyOf(fallback);
    }

    /** Whether any target is left for it. One without targets still claims its names, so that no other takes them. */
    public boolean served() {
        return !targets.isEmpty() || !fallback.isEmpty();
    }

    public boolean wildcard() {
        return name.endsWith("*");
    }

    /**
     * What a {@code *} in a target stands for: the name as the caller wrote it, without a prefix that ends in a slash,
     * which is a namespace of the gateway's own.
     */
    public String kept(String model) {
        return wildcard() && name.endsWith("/*") ? model.substring(name.length() - 1) : model;
    }

    /** Every target a request for {@code model} may come to, in no order. */
    public Stream<Target> reachable(String model) {
        String kept = kept(model);
        return Stream.concat(targets.stream(), fallback.stream()).map(t -> t.resolve(kept));
    }

    /** The targets in the order one exchange for {@code model} tries them. */
    public List<Target> order(String model, RandomGenerator random) {
        String kept = kept(model);
        var order = new ArrayList<Target>(targets.size() + fallback.size());
        switch (policy) {
            case ORDERED -> targets.forEach(t -> order.add(t.resolve(kept)));
            case WEIGHTED -> draw(kept, order, random);
        }
        fallback.forEach(t -> order.add(t.resolve(kept)));
        return order;
    }

    private void draw(String kept, List<Target> order, RandomGenerator random) {
        var left = new ArrayList<>(targets);
        while (!left.isEmpty()) {
            int total = left.stream().mapToInt(Target::weight).sum();
            int ticket = random.nextInt(total);
            int i = 0;
            while (ticket >= left.get(i).weight()) {
                ticket -= left.get(i).weight();
                i++;
            }
            order.add(left.remove(i).resolve(kept));
        }
    }
}
