package dev.headgate.upstream;

import dev.headgate.upstream.health.Latency;
import java.util.concurrent.atomic.LongAdder;

/** What a configured target carries now, and how long its answers take to begin. Safe to share between threads. */
public final class Load {
    private final LongAdder inFlight = new LongAdder();
    private final Latency latency = new Latency();

    /** Attempts under way at it. */
    public long inFlight() {
        return inFlight.sum();
    }

    /** The time that its streams take to begin. */
    public Latency latency() {
        return latency;
    }

    void begun() {
        inFlight.increment();
    }

    void ended() {
        inFlight.decrement();
    }
}
