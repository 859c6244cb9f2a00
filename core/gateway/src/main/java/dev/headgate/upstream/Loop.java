package dev.headgate.upstream;

import dev.headgate.time.Clock;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** An event loop as its exchanges see it. Whatever takes one must be called on that loop. */
public final class Loop {
    private final int index;
    private final Vertx vertx;
    private final Clock clock;
    private final ContextInternal context;
    private final EventLoop netty;

    /**
     * The loop that this is called on.
     *
     * @param index from zero, below the number of loops
     */
    public Loop(int index, Vertx vertx, Clock clock) {
        this.index = index;
        this.vertx = vertx;
        this.clock = clock;
        this.context = (ContextInternal) vertx.getOrCreateContext();
        this.netty = context.nettyEventLoop();
    }

    public int index() {
        return index;
    }

    public Vertx vertx() {
        return vertx;
    }

    public Clock clock() {
        return clock;
    }

    /** Runs the task on this loop after so many nanoseconds, unless the result is cancelled before. */
    public Future<?> after(long nanos, Runnable task) {
        return netty.schedule(() -> run(task), nanos, TimeUnit.NANOSECONDS);
    }

    /** Whether this is called on the loop. */
    public boolean here() {
        return netty.inEventLoop();
    }

    /** Runs the task on this loop: at once when this is called on it, else soon. */
    public void execute(Runnable task) {
        if (here()) {
            task.run();
        } else {
            context.runOnContext(v -> task.run());
        }
    }

    /** Runs what did not come through Vert.x as if it had, so that the loop is known to whatever is called. */
    public void run(Runnable task) {
        ContextInternal before = context.beginDispatch();
        try {
            task.run();
        } finally {
            context.endDispatch(before);
        }
    }
}
