package dev.headgate.upstream.health;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What an upstream can be asked a second time: one retry for five first tries within the last ten seconds, and three in
 * any case. Nothing is saved up beyond that, so that an outage after a quiet hour meets no stored burst.
 *
 * <p>The seconds stand in a ring, each with its number, first tries and retries in one word. A retry is entered first
 * and taken back when it proves too much: threads that meet may be refused where one alone would not, never the other
 * way round.
 */
public final class RetryBudget {
    /** First tries that pay for one retry. */
    static final int PRICE = 5;

    /** Retries that cost nothing. */
    static final int FREE = 3;

    private static final int SECONDS = 10;
    private static final int BITS = 20;
    private static final long MASK = (1L << BITS) - 1;
    private static final long FIRST = 1;
    private static final long AGAIN = 1L << BITS;

    private final AtomicLongArray ring = new AtomicLongArray(SECONDS);

    /** A request is sent to the upstream for the first time. */
    public void firstTry(long now) {
        add(second(now), FIRST);
    }

    /** Whether the request may be sent to the same upstream again. */
    public boolean tryRetry(long now) {
        long second = second(now);
        if (!add(second, AGAIN)) {
            return false;
        }
        long first = 0;
        long again = 0;
        for (long s = second - SECONDS + 1; s <= second; s++) {
            long word = ring.get(slot(s));
            if (stamp(word) == stamped(s)) {
                first += firstTries(word);
                again += retries(word);
            }
        }
        boolean affordable = again <= FREE || again * PRICE <= first;
        if (!affordable) {
            add(second, -AGAIN);
        }
        return affordable;
    }

    /** Whether there was room: a second counts up to a million of each kind. */
    private boolean add(long second, long what) {
        int slot = slot(second);
        while (true) {
            long word = ring.get(slot);
            long counted = stamp(word) == stamped(second) ? word : stamped(second) << (2 * BITS);
            boolean full = what == FIRST ? firstTries(counted) == MASK : what == AGAIN && retries(counted) == MASK;
            boolean gone = what < 0 && retries(counted) == 0;
            if (full || gone) {
                return false;
            }
            if (ring.compareAndSet(slot, word, counted + what)) {
                return true;
            }
        }
    }

    private static long firstTries(long word) {
        return word & MASK;
    }

    private static long retries(long word) {
        return (word >>> BITS) & MASK;
    }

    private static long second(long now) {
        return Math.floorDiv(now, TimeUnit.SECONDS.toNanos(1));
    }

    private static int slot(long second) {
        return Math.floorMod(second, SECONDS);
    }

    private static long stamp(long word) {
        return word >>> (2 * BITS);
    }

    private static long stamped(long second) {
        return second & ((1L << (Long.SIZE - 2 * BITS)) - 1);
    }
}
