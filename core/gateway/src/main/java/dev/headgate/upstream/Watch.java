package dev.headgate.upstream;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The time limit of a waiting attempt. It is moved by writing one number; the timer behind it is set again only when it
 * fires before its time. Confined to its event loop.
 */
final class Watch {
    private final Loop loop;
    private final Runnable expired;
    private long deadline;
    private long timer = -1;
    private boolean stopped;

    /**
     * @param expired called once, when a limit has passed
     */
    Watch(Loop loop, Duration first, Runnable expired) {
        this.loop = loop;
        this.expired = expired;
        limit(first);
    }

    /** From now on, this long. */
    void limit(Duration duration) {
        long before = deadline;
        deadline = loop.clock().nanos() + duration.toNanos();
        if (stopped) {
            return;
        }
        if (timer >= 0 && deadline - before < 0) {
            loop.vertx().cancelTimer(timer);
            timer = -1;
        }
        if (timer < 0) {
            set();
        }
    }

    void stop() {
        stopped = true;
        if (timer >= 0) {
            loop.vertx().cancelTimer(timer);
            timer = -1;
        }
    }

    private void set() {
        long millis = Math.max(
                1, TimeUnit.NANOSECONDS.toMillis(deadline - loop.clock().nanos()) + 1);
        timer = loop.vertx().setTimer(millis, t -> {
            timer = -1;
            if (stopped) {
                return;
            }
            if (deadline - loop.clock().nanos() <= 0) {
                stopped = true;
                expired.run();
            } else {
                set();
            }
        });
    }
}
