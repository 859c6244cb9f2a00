package dev.headgate.upstream.echo;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A body whose pieces come at a pace, and which ends as it is told. It begins paused. Confined to its event loop. */
final class PacedBody implements ReadStream<Buffer> {
    /** What happens after the last piece. */
    enum End {
        COMPLETE,
        BROKEN,
        NEVER
    }

    private final Vertx vertx;
    private final Duration pace;
    private final Queue<Buffer> pieces = new ArrayDeque<>();
    private Duration wait;
    private End end = End.COMPLETE;
    private long demand;
    private boolean busy;
    private boolean over;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;

    PacedBody(Vertx vertx, Duration first, Duration pace) {
        this.vertx = vertx;
        this.wait = first;
        this.pace = pace;
    }

    void pieces(List<Buffer> all) {
        pieces.addAll(all);
    }

    void end(End how) {
        end = how;
    }

    void cancel() {
        over = true;
        pieces.clear();
    }

    private void run() {
        if (busy || over || demand == 0) {
            return;
        }
        busy = true;
        if (wait.isZero()) {
            vertx.runOnContext(v -> step());
        } else {
            vertx.setTimer(wait.toMillis(), t -> step());
        }
    }

    private void step() {
        busy = false;
        if (over) {
            return;
        }
        wait = pace;
        Buffer next = demand > 0 ? pieces.poll() : null;
        if (next != null) {
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            if (handler != null) {
                handler.handle(next);
            }
        } else if (pieces.isEmpty() && end != End.NEVER) {
            over = true;
            if (end == End.BROKEN && exceptionHandler != null) {
                exceptionHandler.handle(new java.io.IOException("told to break off"));
            } else if (end == End.COMPLETE && endHandler != null) {
                endHandler.handle(null);
            }
            return;
        } else if (pieces.isEmpty()) {
            return;
        }
        run();
    }

    @Override
    public PacedBody handler(@Nullable Handler<Buffer> h) {
        handler = h;
        return this;
    }

    @Override
    public PacedBody pause() {
        demand = 0;
        return this;
    }

    @Override
    public PacedBody resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public PacedBody fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        run();
        return this;
    }

    @Override
    public PacedBody exceptionHandler(@Nullable Handler<Throwable> h) {
        exceptionHandler = h;
        return this;
    }

    @Override
    public PacedBody endHandler(@Nullable Handler<Void> h) {
        endHandler = h;
        return this;
    }
}
