package dev.headgate.upstream;

import dev.headgate.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that a test moves; its two hands can be moved apart. */
final class MovedClock implements Clock {
    private final AtomicLong nanos = new AtomicLong(1_000_000_000);
    private final AtomicReference<Instant> wall = new AtomicReference<>(Instant.parse("2026-11-25T12:00:00Z"));

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public Instant now() {
        return wall.get();
    }

    /** Time passes. */
    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        set(time);
    }

    /** Somebody sets the wall clock. */
    void set(Duration by) {
        wall.updateAndGet(w -> w.plus(by));
    }
}
