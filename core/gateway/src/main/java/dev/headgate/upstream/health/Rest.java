package dev.headgate.upstream.health;

import java.time.Duration;

/**
 * A while in which something is better not used.
 *
 * @param times how often in a row it came to this
 * @param stated whether the provider said itself how long
 */
record Rest(long began, long until, int times, boolean stated) {
    /** How rests grow: each lasts twice as long as the one before, up to a longest. */
    record Pace(Duration first, Duration longest) {
        long nanos(int times) {
            long doubled = first.toNanos() << Math.min(times - 1, 20);
            return Math.min(doubled, longest.toNanos());
        }
    }

    private static final long LONGEST = Duration.ofDays(1).toNanos();

    /** A refusal this long after the last rest has nothing to do with it. */
    private static final long MEMORY = Duration.ofMinutes(10).toNanos();

    static Rest first(Pace pace, long now) {
        return numbered(1, pace, now);
    }

    static Rest stated(Duration wait, long now) {
        return new Rest(now, now + nanos(wait), 0, true);
    }

    /** What follows when a call that had begun at {@code asked} is refused. */
    Rest again(Pace pace, long asked, long now) {
        boolean late = !liftedBy(asked);
        if (late && !over(now)) {
            return this;
        }
        boolean forgotten = now - until > MEMORY;
        return numbered(forgotten ? 1 : Math.max(1, late ? times : times + 1), pace, now);
    }

    /** What follows when the provider says how long it wants to rest. */
    Rest extended(Duration wait, long now) {
        long end = now + nanos(wait);
        boolean longer = !stated || over(now) || end - until > 0;
        return new Rest(now, longer ? end : until, times, true);
    }

    boolean over(long now) {
        return now - until >= 0;
    }

    /** Whether a call begun at {@code asked} says anything about the time after this began. */
    boolean liftedBy(long asked) {
        return asked - began > 0;
    }

    Duration length() {
        return Duration.ofNanos(until - began);
    }

    private static Rest numbered(int times, Pace pace, long now) {
        return new Rest(now, now + pace.nanos(times), times, false);
    }

    private static long nanos(Duration wait) {
        return wait.compareTo(Duration.ofDays(1)) > 0 ? LONGEST : wait.toNanos();
    }
}
