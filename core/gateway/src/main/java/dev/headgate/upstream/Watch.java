package dev.headgate.upstream;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The time limit of a waiting attempt. It is moved by writing one number; the timer behind it is set again only when it
 * fires before its time. Confined to its event loop.
 */
final class Watch {
    private static final long MIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Loop loop;
    private final Runnable expired;
    private long deadline;
    private @Nullable Future<?> timer;
    private boolean stopped;
    private boolean overdue;

    /**
     * @param nanos the first limit
     * @param expired called once, when a limit has passed
     */
    Watch(Loop loop, long nanos, Runnable expired) {
        this.loop = loop;
        this.expired = expired;
        limit(nanos);
    }

    /** From now on, this many nanoseconds. */
    void limit(long nanos) {
        limit(loop.clock().nanos(), nanos);
    }

    /**
     * From now on, this many nanoseconds.
     *
     * @param now for whoever knows it already
     */
    void limit(long now, long nanos) {
        long before = deadline;
        deadline = now + nanos;
        if (nanos > 0) {
            overdue = false; // else there is nothing left to wait for, however often that is said
        }
        if (stopped) {
            return;
        }
        if (timer != null && deadline - before < 0) {
            cancel();
        }
        if (timer == null) {
            set(nanos);
        }
    }

    void stop() {
        stopped = true;
        cancel();
    }

    private void cancel() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void set(long nanos) {
        timer = loop.after(Math.max(nanos, MIN_NANOS), this::fired);
    }

    private void fired() {
        timer = null;
        if (stopped) {
            return;
        }
        long left = deadline - loop.clock().nanos();
        if (left > 0) {
            overdue = false;
            set(left);
        } else if (overdue) {
            stopped = true;
            expired.run();
        } else {
            // Perhaps it is this loop that was late, and what is waited for has come: first the sockets are read.
            overdue = true;
            set(MIN_NANOS);
        }
    }
}
