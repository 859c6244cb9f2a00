package dev.headgate.upstream.health;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/**
 * A limit that follows the ratio of what an upstream's streams usually take to begin and what they take now, after the
 * idea of the Gradient2 limit in Netflix' concurrency-limits. Changed at most every tenth of a second by what has come
 * since, so that it stands still while nothing comes. Safe to share between threads.
 *
 * <p>What is usual is learned at once when it is better. When it is worse it is learned soon only where few attempts are
 * under way, which cannot be the reason; else hardly, so that a queue the gateway itself has caused does not become
 * usual.
 */
final class Gradient {
    private static final long WINDOW = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long STALE = TimeUnit.SECONDS.toNanos(10);
    private static final long LONGEST_STEP = TimeUnit.SECONDS.toNanos(1);
    private static final double CALM_TAU = TimeUnit.SECONDS.toNanos(5);
    private static final double PRESSED_TAU = TimeUnit.MINUTES.toNanos(10);

    private static final int FIRST = 20;
    /** So few attempts that a long wait is not their doing. */
    private static final int FEW = 8;

    /** Waits that are up to so many times the usual change nothing. */
    private static final double TOLERANCE = 2;

    private static final double STEEPEST = 0.25;
    private static final double TIMED_OUT = 0.8;
    private static final double DOWN = 0.25;
    private static final double UP = 0.5;
    /** What one wait leaves of those before it. */
    private static final double KEPT = 0.75;

    private final int max;
    private double exact;
    private volatile int limit;

    private double usual;
    private double latest;
    private long learnedAt;
    private boolean learned;

    private boolean open;
    private long since;
    private int waits;
    private double waited;
    private int most;
    private boolean timedOut;
    private volatile long probedAt;
    private volatile boolean probed;

    Gradient(int max) {
        this.max = max;
        this.exact = Math.min(FIRST, max);
        this.limit = (int) exact;
    }

    int limit() {
        return limit;
    }

    /**
     * An answer has begun, or a whole one has come.
     *
     * @param nanos the wait for first content; none of a whole answer
     * @param before attempts under way when it was let through, itself included
     * @param underWay attempts under way now
     */
    synchronized void came(OptionalLong nanos, int before, int underWay, long now) {
        begin(now);
        if (nanos.isPresent()) {
            waits++;
            waited += nanos.getAsLong();
        }
        most = Math.max(most, Math.max(before, underWay));
        end(underWay, now);
    }

    /** An attempt has waited in vain; one that was not even given the usual time says nothing. */
    synchronized void timedOut(long nanos, int underWay, long now) {
        if (learned && nanos < usual) {
            return;
        }
        begin(now);
        timedOut = true;
        end(underWay, now);
    }

    /** Whether {@link #probe} would do it. */
    boolean mayProbe(int underWay, long now) {
        return underWay < max && (!probed || now - probedAt >= WINDOW);
    }

    /** Raises the limit above what is under way, unless that was done a moment ago. */
    synchronized boolean probe(int underWay, long now) {
        if (!mayProbe(underWay, now)) {
            return false;
        }
        probed = true;
        probedAt = now;
        set(Math.max(exact, underWay + 1.0));
        return true;
    }

    private void begin(long now) {
        if (!open) {
            open = true;
            since = now;
            waits = 0;
            waited = 0;
            most = 0;
            timedOut = false;
        }
    }

    private void end(int underWay, long now) {
        if (now - since < WINDOW) {
            return;
        }
        open = false;
        boolean pressed = most * 2 >= limit;
        if (waits > 0) {
            learn(waited / waits, pressed && limit > FEW, now);
        }
        // Where more are under way than may be, the last step down has not had its effect yet.
        boolean settled = underWay <= limit;
        if (timedOut) {
            set(settled ? exact * TIMED_OUT : exact);
        } else if (pressed) {
            double goal = exact * slope(now) + Math.sqrt(exact);
            set(goal >= exact ? exact + (goal - exact) * UP : settled ? exact + (goal - exact) * DOWN : exact);
        }
    }

    private void learn(double wait, boolean pressed, long now) {
        if (!learned) {
            learned = true;
            usual = wait;
            latest = wait;
        } else {
            latest += (wait - latest) * (1 - Math.pow(KEPT, waits));
            long step = Math.min(LONGEST_STEP, Math.max(0, now - learnedAt));
            usual +=
                    (latest - usual) * (latest < usual ? UP : 1 - Math.exp(-step / (pressed ? PRESSED_TAU : CALM_TAU)));
        }
        learnedAt = now;
    }

    private double slope(long now) {
        boolean known = learned && now - learnedAt < STALE && latest > 0;
        return known ? Math.clamp(TOLERANCE * usual / latest, STEEPEST, 1) : 1;
    }

    private void set(double newLimit) {
        exact = Math.clamp(newLimit, 1, max);
        limit = (int) exact;
    }
}
