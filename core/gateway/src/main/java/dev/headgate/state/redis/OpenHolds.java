package dev.headgate.state.redis;

import dev.headgate.api.quota.Claim;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Limit;
import dev.headgate.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The holds that this gateway has open at the server. When that has lost its data, they are made anew; while it is out of
 * reach, they count in this gateway's share of each concurrency. Safe to use from any thread.
 */
final class OpenHolds {
    private final Clock clock;
    private final Map<String, Open> open = new ConcurrentHashMap<>();
    private final Map<String, Integer> busy = new ConcurrentHashMap<>();

    private record Open(Hold hold, long until) {}

    OpenHolds(Clock clock) {
        this.clock = clock;
    }

    /** It is open from now on for the length of its lease, also if it was so already. */
    void add(Hold hold) {
        if (open.put(hold.id(), new Open(hold, clock.nanos() + hold.lease().toNanos())) == null) {
            count(hold, 1);
        }
    }

    /** It is open no more; says whether it was. */
    boolean remove(Hold hold) {
        Open was = open.remove(hold.id());
        if (was != null) {
            count(was.hold, -1);
        }
        return was != null;
    }

    boolean has(Hold hold) {
        return open.containsKey(hold.id());
    }

    List<Hold> all() {
        return open.values().stream().map(Open::hold).toList();
    }

    /** How much of a concurrency they have. */
    long busy(String key) {
        return busy.getOrDefault(key, 0);
    }

    /** Forgets those whose lease has run out. */
    void sweep() {
        long now = clock.nanos();
        open.values().removeIf(o -> {
            boolean over = now - o.until > 0;
            if (over) {
                count(o.hold, -1);
            }
            return over;
        });
    }

    private void count(Hold hold, int sign) {
        for (Claim c : hold.claims()) {
            if (c.limit() instanceof Limit.Concurrency) {
                int by = (int) Math.min(Integer.MAX_VALUE, c.amount()) * sign;
                busy.merge(c.limit().key(), by, (a, b) -> a + b == 0 ? null : a + b);
            }
        }
    }
}
