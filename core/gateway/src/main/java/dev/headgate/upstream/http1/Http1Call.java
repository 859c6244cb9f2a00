package dev.headgate.upstream.http1;

import dev.headgate.api.Failure;
import dev.headgate.upstream.Engine;
import org.jspecify.annotations.Nullable;

/** One request, waiting for a connection or on one. Confined to its event loop. */
final class Http1Call implements Engine.Call {
    final Engine.Request request;
    private final Http1Pool pool;
    private final Engine.Receiver receiver;
    private @Nullable UpstreamConnection connection;
    private long timer = -1;
    private boolean afresh;
    private boolean over;

    Http1Call(Http1Pool pool, Engine.Request request, Engine.Receiver receiver) {
        this.pool = pool;
        this.request = request;
        this.receiver = receiver;
    }

    boolean over() {
        return over;
    }

    /** Gives up when no connection was had in time. */
    void waiting(long timerId) {
        timer = timerId;
    }

    /** Whether it may be sent once more after its connection proved dead: once, and on a fresh one. */
    boolean anotherChance() {
        boolean first = !over && !afresh;
        afresh = true;
        connection = null;
        return first;
    }

    boolean fits(UpstreamConnection c) {
        return !afresh || c.fresh();
    }

    void startedOn(UpstreamConnection c) {
        stopWaiting();
        connection = c;
    }

    private void stopWaiting() {
        if (timer >= 0) {
            pool.loop().vertx().cancelTimer(timer);
            timer = -1;
        }
    }

    @Override
    public void cancel() {
        if (over) {
            return;
        }
        over = true;
        stopWaiting();
        if (connection != null) {
            connection.abort();
        } else {
            pool.forget(this);
        }
    }

    @Override
    public void pause() {
        if (!over && connection != null) {
            connection.pause();
        }
    }

    @Override
    public void resume() {
        if (!over && connection != null) {
            connection.resume();
        }
    }

    // ---- told by the connection or the pool

    void head(Engine.Answer answer) {
        if (!over) {
            receiver.head(answer);
        }
    }

    void bytes(byte[] array, int from, int to) {
        if (!over) {
            receiver.bytes(array, from, to);
        }
    }

    void settled() {
        if (!over) {
            receiver.settled();
        }
    }

    void end() {
        if (!over) {
            over = true;
            receiver.end();
        }
    }

    void failed(Failure why) {
        if (!over) {
            over = true;
            stopWaiting();
            receiver.failed(why);
        }
    }
}
