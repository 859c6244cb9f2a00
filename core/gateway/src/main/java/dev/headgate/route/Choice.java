package dev.headgate.route;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The order in which one exchange tries a route's targets. The policy or the affinity orders them; then those less fit
 * to be asked step behind the fitter, whatever the policy says.
 */
final class Choice {
    private final List<Target> targets;
    private final String kept;
    private final Standings standings;
    private final RandomGenerator random;

    Choice(List<Target> targets, String kept, Standings standings, RandomGenerator random) {
        this.targets = targets;
        this.kept = kept;
        this.standings = standings;
        this.random = random;
    }

    /** The one whose turn it is, then the others drawn by weight. */
    List<Target> inTurn(Turns turns) {
        var order = new ArrayList<Target>(targets.size());
        var left = new ArrayList<>(targets);
        order.add(left.remove(turns.next()));
        while (!left.isEmpty()) {
            int ticket = random.nextInt(left.stream().mapToInt(Target::weight).sum());
            int i = 0;
            while (ticket >= left.get(i).weight()) {
                ticket -= left.get(i).weight();
                i++;
            }
            order.add(left.remove(i));
        }
        return order;
    }

    /**
     * The quicker of two drawn at random, so that not everybody runs to the same one at once; then the others, the
     * quickest first.
     */
    List<Target> quickest() {
        var order = new ArrayList<>(targets);
        order.sort(Comparator.comparingDouble(standings::cost));
        int one = random.nextInt(order.size());
        int other = random.nextInt(order.size() - 1);
        Target first = order.remove(Math.min(one, other >= one ? other + 1 : other));
        order.addFirst(first);
        return order;
    }

    /** Fewest requests under way for its weight; equals in any order. */
    List<Target> leastBusy() {
        record Busy(Target target, double load, int lot) {}
        return targets.stream()
                .map(t -> new Busy(t, (double) standings.inFlight(t) / t.weight(), random.nextInt()))
                .sorted(Comparator.comparingDouble(Busy::load).thenComparingInt(Busy::lot))
                .map(Busy::target)
                .toList();
    }

    /** The lowest price first; those without one last, in the order written. */
    List<Target> cheapest() {
        var order = new ArrayList<>(targets);
        order.sort(Comparator.comparingDouble(t -> standings.price(t, t.model(kept))));
        return order;
    }

    /**
     * By weighted rendezvous: the same key always gives the same order, each target is first for its share of the keys,
     * and one that leaves moves only its own keys.
     */
    List<Target> bound(long key) {
        record Bid(Target target, double height) {}
        return targets.stream()
                .map(t -> new Bid(t, -t.weight() / Math.log(unit(key, t))))
                .sorted(Comparator.comparingDouble(Bid::height).reversed())
                .map(Bid::target)
                .toList();
    }

    /** A number above 0 and below 1 for this pair, evenly spread over keys. */
    private static double unit(long key, Target t) {
        long h =
                key ^ (t.upstream().hashCode() * 0x9E3779B97F4A7C15L + t.model().hashCode());
        h = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L;
        h = (h ^ (h >>> 32)) * 0xD6E8FEB86659FD93L;
        h ^= h >>> 32;
        return ((h >>> 11) + 0.5) * 0x1.0p-53;
    }
}
