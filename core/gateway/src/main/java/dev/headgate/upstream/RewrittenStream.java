package dev.headgate.upstream;

import dev.headgate.api.EventStream;
import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.GatewayException;
import dev.headgate.api.Lane;
import dev.headgate.api.StreamRewriter;
import dev.headgate.dialect.EventRewriter;
import dev.headgate.wire.Buffers;
import dev.headgate.wire.SseEvent;
import dev.headgate.wire.SseParser;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stream whose texts are rewritten on their way from another one to the reader. What it is asked for it asks of the
 * other, piece for piece; it ends as the other does, or in failure when a rewriter fails. Confined to its event loop.
 */
final class RewrittenStream implements EventStream, SseParser.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(RewrittenStream.class);

    private final EventStream source;
    private final Function<Function<Lane, StreamRewriter>, EventRewriter> dialect;
    private final EventRewriter rewriter;
    private final SseParser parser = new SseParser(Integer.MAX_VALUE);
    private final EventTaps taps = new EventTaps();
    private EventBytes out = new EventBytes();
    private long demand;
    private boolean over;
    private @Nullable Failure failure;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;

    /**
     * @param source nobody else reads it
     * @param dialect makes what rewrites the events of the source
     */
    RewrittenStream(
            EventStream source,
            Function<Function<Lane, StreamRewriter>, EventRewriter> dialect,
            Function<Lane, StreamRewriter> rewriters) {
        this.source = source;
        this.dialect = dialect;
        this.rewriter = dialect.apply(rewriters);
        source.exceptionHandler(this::broken).endHandler(v -> ended());
    }

    // ---- from the source

    private void take(Buffer events) {
        if (!over && failure == null) {
            guarded(() -> Buffers.read(events, (b, from, to) -> parser.feed(b, from, to, this)));
            deliver();
        }
    }

    @Override
    public void event(SseEvent event) {
        rewriter.event(event, out::add);
    }

    @Override
    public void filler(byte[] array, int from, int to) {
        out.add(array, from, to);
    }

    private void ended() {
        if (!over && failure == null) {
            guarded(() -> rewriter.end(out::add));
            deliver();
            if (!over && failure == null) {
                over = true;
                if (endHandler != null) {
                    endHandler.handle(null);
                }
            }
        }
    }

    private void broken(Throwable e) {
        if (!over && failure == null) {
            over = true;
            if (exceptionHandler != null) {
                exceptionHandler.handle(e);
            }
        }
    }

    /** Does it, or fails and gives the source up; what was ready before goes out still. */
    private void guarded(Runnable rewriting) {
        try {
            rewriting.run();
        } catch (GatewayException e) {
            failure = e.failure();
            source.cancel();
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.error("a rewriter of streams failed", e);
            failure = Failure.of(Kind.INTERNAL, "A filter of the gateway failed.");
            source.cancel();
        }
    }

    // ---- to the reader

    private void deliver() {
        if (out.length() > 0 && handler != null) {
            if (demand > 0 && demand != Long.MAX_VALUE) {
                demand--;
            }
            Buffer next = out.take();
            taps.show(next);
            handler.handle(next);
        }
        fail();
    }

    /** Tells the failure once the reader asks for what comes next. */
    private void fail() {
        if (failure != null && !over && demand > 0) {
            over = true;
            if (exceptionHandler != null) {
                exceptionHandler.handle(failure.exception());
            }
        }
    }

    @Override
    public void cancel() {
        over = true;
        out = new EventBytes();
        source.cancel();
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
        source.handler(h == null ? null : this::take);
        return this;
    }

    @Override
    public EventStream pause() {
        demand = 0;
        source.pause();
        return this;
    }

    @Override
    public EventStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public EventStream fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        fail();
        source.fetch(amount);
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
