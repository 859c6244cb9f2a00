package dev.headgate.upstream;

import java.time.Duration;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The least pace of content that a stream must keep, looked at once a window. Time in which the stream is held back does
 * not count: the window then lasts as much longer. Confined to its event loop.
 */
final class LeastPace {
    /** Long enough that a model's pause to think between two bursts is no reason to give up. */
    static final Duration WINDOW = Duration.ofSeconds(10);

    private final Loop loop;
    private final Pace pace;
    private final long events;
    private final long window;
    private final Runnable tooSlow;
    private long before;
    private long begun;
    private long heldSince;
    private long heldNanos;
    private boolean held;
    private @Nullable Future<?> timer;

    /**
     * Begins now.
     *
     * @param pace what counts the events
     * @param perSecond how many there must be
     * @param tooSlow called once, after the first window in which there were fewer
     */
    LeastPace(Loop loop, Pace pace, int perSecond, Duration window, Runnable tooSlow) {
        this.loop = loop;
        this.pace = pace;
        this.events = Math.max(1, Math.round(perSecond * (window.toNanos() / 1e9)));
        this.window = window.toNanos();
        this.tooSlow = tooSlow;
        begin(loop.clock().nanos());
    }

    private void begin(long now) {
        before = pace.events();
        begun = now;
        heldSince = now;
        heldNanos = 0;
        timer = loop.after(window, this::look);
    }

    /** The stream is held back from now on, or no longer. */
    void hold(boolean hold) {
        long now = loop.clock().nanos();
        if (hold) {
            heldSince = now;
        } else {
            heldNanos += now - heldSince;
        }
        held = hold;
    }

    void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void look() {
        long now = loop.clock().nanos();
        if (held) {
            heldNanos += now - heldSince;
            heldSince = now;
        }
        long left = window - (now - begun - heldNanos);
        if (left > 0) {
            timer = loop.after(left, this::look);
        } else if (pace.events() - before >= events) {
            begin(now);
        } else {
            timer = null;
            tooSlow.run();
        }
    }
}
