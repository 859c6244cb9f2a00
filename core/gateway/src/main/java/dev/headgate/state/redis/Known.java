package dev.headgate.state.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.headgate.api.quota.Claim;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Limit;
import dev.headgate.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How limits stood when the server told it last, so that an outage does not begin with full shares. Bounded. */
final class Known {
    static final int MOST = 100_000;

    private final Clock clock;
    private final Cache<String, Level> levels =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(MOST).build();

    record Level(Limit limit, long used, long at) {
        /** What is left of it now, as far as time decides. */
        private long now(long nanos) {
            return switch (limit) {
                case Limit.Bucket b -> drained(used, b, nanos - at);
                case Limit.Window w -> used;
                case Limit.Concurrency c -> 0;
            };
        }
    }

    Known(Clock clock) {
        this.clock = clock;
    }

    void learn(Hold hold, Held held) {
        long now = clock.nanos();
        List<Claim> claims = hold.claims();
        for (int i = 0; i < claims.size(); i++) {
            Limit limit = claims.get(i).limit();
            if (!(limit instanceof Limit.Concurrency)) {
                levels.put(limit.key(), new Level(limit, held.left().get(i).used(), now));
            }
        }
    }

    /** How much of this limit was used, and still is by now. */
    long used(Limit limit) {
        Level known = levels.getIfPresent(limit.key());
        if (known == null) {
            return 0;
        }
        boolean over = limit instanceof Limit.Window now
                && known.limit instanceof Limit.Window then
                && !now.end().equals(then.end());
        return over ? 0 : known.now(clock.nanos());
    }

    Map<String, Level> all() {
        return levels.asMap();
    }

    void forget() {
        levels.invalidateAll();
    }

    /** What is left of an amount in a bucket after so long. */
    static long drained(long amount, Limit.Bucket bucket, long nanos) {
        long millis = TimeUnit.NANOSECONDS.toMillis(Math.max(0, nanos));
        long most = Math.ceilDiv(amount * bucket.parts(), bucket.drain());
        return millis >= most ? 0 : Math.ceilDiv(amount * bucket.parts() - millis * bucket.drain(), bucket.parts());
    }
}
