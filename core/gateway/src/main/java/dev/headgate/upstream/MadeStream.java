package dev.headgate.upstream;

import dev.headgate.api.EventSource;
import dev.headgate.api.EventStream;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import dev.headgate.api.Lane;
import dev.headgate.api.StreamRewriter;
import dev.headgate.dialect.EventRewriter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stream of what a filter answers with itself, which is asked for a piece whenever the reader wants one. Confined to its event loop. */
public final class MadeStream implements EventStream {
    private static final Logger LOG = LoggerFactory.getLogger(MadeStream.class);

    private final Loop loop;
    private final EventSource source;
    private final Function<Function<Lane, StreamRewriter>, EventRewriter> dialect;
    private final EventTaps taps = new EventTaps();
    private long demand;
    private boolean asking;
    private boolean delivering;
    private boolean over;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;

    /**
     * @param dialect makes what rewrites the events
     */
    public MadeStream(Loop loop, EventSource source, Function<Function<Lane, StreamRewriter>, EventRewriter> dialect) {
        this.loop = loop;
        this.source = source;
        this.dialect = dialect;
    }

    private void deliver() {
        if (delivering) {
            return; // the loop below goes on
        }
        delivering = true;
        try {
            while (demand > 0 && handler != null && !asking && !over) {
                ask();
            }
        } finally {
            delivering = false;
        }
    }

    private void ask() {
        Future<Buffer> next = next();
        if (next.isComplete()) {
            take(next);
            return;
        }
        asking = true;
        next.onComplete(r -> loop.execute(() -> {
            asking = false;
            take(r);
            deliver();
        }));
    }

    private Future<Buffer> next() {
        try {
            return source.next();
        } catch (RuntimeException e) {
            return Future.failedFuture(e);
        }
    }

    private void take(AsyncResult<Buffer> next) {
        if (over) {
            return;
        }
        if (next.failed()) {
            over = true;
            if (exceptionHandler != null) {
                exceptionHandler.handle(failure(next.cause()));
            }
        } else if (next.result().length() == 0) {
            over = true;
            if (endHandler != null) {
                endHandler.handle(null);
            }
        } else {
            if (demand != Long.MAX_VALUE && demand > 0) {
                demand--;
            }
            taps.show(next.result());
            if (handler != null) {
                handler.handle(next.result());
            }
        }
    }

    private static GatewayException failure(Throwable cause) {
        if (cause instanceof GatewayException known) {
            return known;
        }
        LOG.error("a filter could not go on with its answer", cause);
        return Failure.of(Failure.Kind.INTERNAL, "A filter of the gateway failed.")
                .exception();
    }

    @Override
    public void cancel() {
        if (!over) {
            over = true;
            source.cancel();
        }
    }

    @Override
    public EventStream tap(Consumer<Event> watcher) {
        taps.add(watcher);
        return this;
    }

    @Override
    public EventStream map(Function<Lane, StreamRewriter> rewriters) {
        return new RewrittenStream(this, dialect, rewriters);
    }

    @Override
    public EventStream handler(@Nullable Handler<Buffer> h) {
        handler = h;
        deliver();
        return this;
    }

    @Override
    public EventStream pause() {
        demand = 0;
        return this;
    }

    @Override
    public EventStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public EventStream fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        deliver();
        return this;
    }

    @Override
    public EventStream exceptionHandler(@Nullable Handler<Throwable> h) {
        exceptionHandler = h;
        return this;
    }

    @Override
    public EventStream endHandler(@Nullable Handler<Void> h) {
        endHandler = h;
        return this;
    }
}
