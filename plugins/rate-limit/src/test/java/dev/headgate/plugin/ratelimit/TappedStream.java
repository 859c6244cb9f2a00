package dev.headgate.plugin.ratelimit;

import dev.headgate.api.EventStream;
import dev.headgate.api.Lane;
import dev.headgate.api.StreamRewriter;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A stream whose events a test brings, for whoever has tapped it. */
final class TappedStream implements EventStream {
    private Consumer<Event> watcher = e -> {};

    void event(String data) {
        watcher.accept(new Event() {
            @Override
            public String name() {
                return "";
            }

            @Override
            public String data() {
                return data;
            }
        });
    }

    @Override
    public EventStream tap(Consumer<Event> w) {
        watcher = w;
        return this;
    }

    @Override
    public EventStream map(Function<Lane, StreamRewriter> rewriters) {
        return this;
    }

    @Override
    public void cancel() {}

    @Override
    public EventStream exceptionHandler(@Nullable Handler<Throwable> handler) {
        return this;
    }

    @Override
    public EventStream handler(@Nullable Handler<Buffer> handler) {
        return this;
    }

    @Override
    public EventStream pause() {
        return this;
    }

    @Override
    public EventStream resume() {
        return this;
    }

    @Override
    public EventStream fetch(long amount) {
        return this;
    }

    @Override
    public EventStream endHandler(@Nullable Handler<Void> handler) {
        return this;
    }
}
