package dev.headgate.plugin.ratelimit;

import dev.headgate.api.Principal;
import dev.headgate.api.quota.Limit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who may fill the gateway's concurrency how far. A class leaves free what is reserved for those before it. When it is
 * nearly full, a team that has more than its share of it stands back, so that any other still finds room. Safe for use by
 * several threads at once.
 */
final class Shares {
    private static final int MOST_TEAMS = 100_000;

    private final List<RateLimitFactory.PriorityClass> classes;
    private final int saturation;
    private final Map<String, AtomicInteger> underWay = new ConcurrentHashMap<>();
    private final AtomicInteger active = new AtomicInteger();
    private final Set<String> seen = ConcurrentHashMap.newKeySet();

    Shares(RateLimitFactory.Settings settings) {
        classes = settings.classes();
        saturation = settings.saturation();
    }

    /** The place of a caller's class, 0 first. */
    int rank(Principal caller) {
        for (int i = 0; i < classes.size(); i++) {
            if (classes.get(i).keys().contains(caller.key())
                    || classes.get(i).teams().contains(caller.team())) {
                return i;
            }
        }
        return classes.size();
    }

    /** The gateway's concurrency as far as this caller may fill it now. */
    Limit of(Limit whole, Principal caller, int rank) {
        long capacity = whole.capacity();
        int reserved = 0;
        for (int i = 0; i < rank && i < classes.size(); i++) {
            reserved += classes.get(i).reserved();
        }
        long open = Math.max(1, capacity * (100 - reserved) / 100);
        if (seen.size() < MOST_TEAMS && seen.add(caller.team())) {
            underWay.computeIfAbsent(caller.team(), t -> new AtomicInteger());
        }
        int its = underWay.getOrDefault(caller.team(), NONE).get();
        int teams = Math.max(seen.size() > 1 ? 2 : 1, active.get() + (its == 0 ? 1 : 0));
        if (teams > 1 && its >= capacity / teams) {
            open = Math.min(open, Math.max(1, capacity * saturation / 100));
        }
        return open == capacity ? whole : whole.upTo(open);
    }

    private static final AtomicInteger NONE = new AtomicInteger();

    void begun(Principal caller) {
        AtomicInteger its = underWay.get(caller.team());
        if (its != null && its.getAndIncrement() == 0) {
            active.incrementAndGet();
        }
    }

    void ended(Principal caller) {
        AtomicInteger its = underWay.get(caller.team());
        if (its != null && its.decrementAndGet() == 0) {
            active.decrementAndGet();
        }
    }
}
