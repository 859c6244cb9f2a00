package dev.headgate.testkit;

import dev.headgate.api.EventSource;
import dev.headgate.api.EventStream;
import dev.headgate.api.GatewayException;
import dev.headgate.api.Lane;
import dev.headgate.api.StreamRewriter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a filter answers with itself, as a stream that asks for the next piece when its reader wants one. */
final class SourcedStream implements EventStream {
    private final EventSource source;
    private final ScriptedStream out = ScriptedStream.open();
    private long demand;
    private boolean asking;
    private boolean over;

    SourcedStream(EventSource source) {
        this.source = source;
    }

    private void ask() {
        while (demand > 0 && !asking && !over) {
            asking = true;
            source.next().onComplete(this::take);
        }
    }

    private void take(AsyncResult<Buffer> next) {
        asking = false;
        if (over) {
            return;
        }
        if (next.failed()) {
            over = true;
            out.fail(((GatewayException) next.cause()).failure());
        } else if (next.result().length() == 0) {
            over = true;
            out.end();
        } else {
            demand = demand == Long.MAX_VALUE ? demand : demand - 1;
            out.push(next.result().toString());
            ask();
        }
    }

    @Override
    public EventStream tap(Consumer<Event> watcher) {
        out.tap(watcher);
        return this;
    }

    @Override
    public EventStream map(Function<Lane, StreamRewriter> rewriters) {
        out.map(rewriters);
        return this;
    }

    @Override
    public void cancel() {
        if (!over) {
            over = true;
            out.cancel();
            source.cancel();
        }
    }

    @Override
    public EventStream exceptionHandler(@Nullable Handler<Throwable> handler) {
        out.exceptionHandler(handler);
        return this;
    }

    @Override
    public EventStream handler(@Nullable Handler<Buffer> handler) {
        out.handler(handler);
        ask();
        return this;
    }

    @Override
    public EventStream endHandler(@Nullable Handler<Void> handler) {
        out.endHandler(handler);
        return this;
    }

    @Override
    public EventStream pause() {
        demand = 0;
        out.pause();
        return this;
    }

    @Override
    public EventStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public EventStream fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        out.fetch(amount);
        ask();
        return this;
    }
}
