package dev.headgate.upstream.drill;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The drills under way. Nothing of them outlives the process. Safe to share between threads. */
public final class Drills {
    /** The most that may be under way at once. */
    public static final int MOST = 32;

    private volatile List<Drill> running = List.of();

    /** Begins one; false when too many are under way. */
    public synchronized boolean begin(Drill drill, long now) {
        List<Drill> kept = new ArrayList<>(underWay(now));
        if (kept.size() >= MOST) {
            return false;
        }
        kept.add(drill);
        running = List.copyOf(kept);
        return true;
    }

    /** Ends one; false when there is none of this id. */
    public synchronized boolean end(String id, long now) {
        List<Drill> kept = new ArrayList<>(underWay(now));
        boolean was = kept.removeIf(d -> d.id().equals(id));
        running = List.copyOf(kept);
        return was;
    }

    /** Those that are not over yet. */
    public List<Drill> underWay(long now) {
        return running.stream().filter(d -> d.until() - now > 0).toList();
    }

    /**
     * The drill that strikes an attempt, if any does.
     *
     * @param first whether it is the first attempt of its exchange
     */
    public Optional<Drill> striking(
            String key, String model, String upstream, boolean first, long now, RandomGenerator random) {
        for (Drill d : running) {
            if (d.until() - now > 0 && d.means(key, model, upstream, first) && random.nextDouble() < d.share()) {
                return Optional.of(d);
            }
        }
        return Optional.empty();
    }
}
