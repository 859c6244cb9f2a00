package dev.headgate.dispatch;

import dev.headgate.route.Route;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * When a route's late stream is raced by another target: once it is later than most of the route's latest streams were,
 * and for no more than a part of its requests. Safe to share between threads.
 */
final class Hedging {
    private static final int REMEMBERED = 256;
    /** Before so many streams nobody knows what is late. */
    private static final int FEWEST = 20;

    private static final int LEARN_EVERY = 16;
    private static final double MOST_SAVED = 10;

    private final Route.Hedge limits;
    private final long[] begins = new long[REMEMBERED];
    private long streams;
    private long wait = -1;
    private double saved;

    Hedging(Route.Hedge limits) {
        this.limits = limits;
    }

    /** A request begins: in nanoseconds, the wait before another target is raced, once that is known. */
    synchronized OptionalLong begin() {
        saved = Math.min(MOST_SAVED, saved + limits.atMost());
        return wait < 0 ? OptionalLong.empty() : OptionalLong.of(wait);
    }

    /** Whether one more race fits into the share. */
    synchronized boolean take() {
        if (saved < 1) {
            return false;
        }
        saved--;
        return true;
    }

    /** A stream has begun after so many nanoseconds. */
    synchronized void began(long nanos) {
        begins[(int) (streams++ % REMEMBERED)] = nanos;
        if (streams >= FEWEST && (wait < 0 || streams % LEARN_EVERY == 0)) {
            long[] sorted = Arrays.copyOf(begins, (int) Math.min(streams, REMEMBERED));
            Arrays.sort(sorted);
            wait = sorted[(int) Math.min(sorted.length - 1, (long) (sorted.length * limits.after()))];
        }
    }
}
