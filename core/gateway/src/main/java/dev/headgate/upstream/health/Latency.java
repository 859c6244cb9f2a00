package dev.headgate.upstream.health;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * How long a target lets wait for first content: a moving average that believes bad news at once and good news by and
 * by. An estimate nobody renews is trusted for ten seconds and then shrinks, so that a target once found slow is tried
 * again.
 */
public final class Latency {
    private static final double TAU = TimeUnit.SECONDS.toNanos(10);

    private final AtomicReference<@Nullable Estimate> latest = new AtomicReference<>();

    private record Estimate(double cost, long at) {
        private Estimate then(long waited, long now) {
            if (waited >= cost) {
                return new Estimate(waited, now);
            }
            double kept = Math.exp(-Math.max(0, now - at) / TAU);
            return new Estimate(cost * kept + waited * (1 - kept), now);
        }
    }

    /** A call waited this long in nanoseconds for first content, or until it gave up. */
    public void waited(long nanos, long now) {
        latest.getAndUpdate(e -> e == null ? new Estimate(nanos, now) : e.then(nanos, now));
    }

    /** The wait to expect in nanoseconds; none for a target that was never used. */
    public OptionalLong estimate(long now) {
        Estimate e = latest.get();
        if (e == null) {
            return OptionalLong.empty();
        }
        double idle = Math.max(0, now - e.at() - TAU);
        return OptionalLong.of(Math.round(e.cost() * Math.exp(-idle / TAU)));
    }
}
