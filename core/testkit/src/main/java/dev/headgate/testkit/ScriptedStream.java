package dev.headgate.testkit;

import dev.headgate.api.EventStream;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import dev.headgate.api.Lane;
import dev.headgate.api.StreamRewriter;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A stream of given events for unit tests of filters: delivers on the calling thread, as far as it is asked to, and
 * remembers whether it was cancelled. It begins paused, as every stream does.
 */
public final class ScriptedStream implements EventStream {
    private final ArrayDeque<Buffer> waiting = new ArrayDeque<>();
    private final List<UnaryOperator<Buffer>> stages = new ArrayList<>();
    private Optional<Handler<Buffer>> onEvent = Optional.empty();
    private Optional<Handler<Void>> onEnd = Optional.empty();
    private Optional<Handler<Throwable>> onFailure = Optional.empty();
    private Optional<Failure> failure = Optional.empty();
    private long demand;
    private boolean complete;
    private boolean over;
    private boolean cancelled;
    private boolean delivering;

    private ScriptedStream() {}

    /** A stream of these data, one event each, that then ends. */
    public static ScriptedStream of(String... datas) {
        return open(datas).end();
    }

    /** A stream of these data that neither ends nor fails until the test says so. */
    public static ScriptedStream open(String... datas) {
        var stream = new ScriptedStream();
        for (String data : datas) {
            stream.push(Reply.event(data));
        }
        return stream;
    }

    /** One more event, given as it stands on the wire. */
    public ScriptedStream push(String event) {
        waiting.add(Buffer.buffer(event));
        deliver();
        return this;
    }

    /** Ends the stream after the events pushed so far. */
    public ScriptedStream end() {
        complete = true;
        deliver();
        return this;
    }

    /** Breaks the stream off after the events pushed so far. */
    public ScriptedStream fail(Failure why) {
        failure = Optional.of(why);
        return end();
    }

    public boolean cancelled() {
        return cancelled;
    }

    /** Whether the next event would wait for somebody to ask for it. */
    public boolean paused() {
        return demand == 0;
    }

    /** How many events have not been delivered yet. */
    public int undelivered() {
        return waiting.size();
    }

    @Override
    public EventStream tap(Consumer<Event> watcher) {
        stages.add(events -> {
            Sse.parse(events.getBytes()).events().forEach(watcher);
            return events;
        });
        return this;
    }

    @Override
    public EventStream map(Function<Lane, StreamRewriter> rewriters) {
        stages.add(new ScriptedLanes(rewriters));
        return this;
    }

    @Override
    public void cancel() {
        cancelled = true;
        over = true;
        waiting.clear();
    }

    @Override
    public EventStream exceptionHandler(@Nullable Handler<Throwable> handler) {
        onFailure = Optional.ofNullable(handler);
        return this;
    }

    @Override
    public EventStream handler(@Nullable Handler<Buffer> handler) {
        onEvent = Optional.ofNullable(handler);
        deliver();
        return this;
    }

    @Override
    public EventStream endHandler(@Nullable Handler<Void> handler) {
        onEnd = Optional.ofNullable(handler);
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

    /** What is left of the event after all stages; when one fails, nothing, and the stream is over. */
    private Optional<Buffer> staged(Buffer event) {
        try {
            Buffer now = event;
            for (UnaryOperator<Buffer> stage : stages) {
                now = stage.apply(now);
            }
            return Optional.of(now);
        } catch (RuntimeException e) {
            cancel();
            Failure why = e instanceof GatewayException known
                    ? known.failure()
                    : Failure.of(Failure.Kind.INTERNAL, "A filter of the gateway failed.");
            onFailure.ifPresent(h -> h.handle(why.exception()));
            return Optional.empty();
        }
    }

    private void deliver() {
        if (delivering) {
            // A handler asked for more or pushed: the loop that called it goes on.
            return;
        }
        delivering = true;
        try {
            while (!over && demand > 0 && !waiting.isEmpty() && onEvent.isPresent()) {
                Buffer event = waiting.remove();
                if (demand != Long.MAX_VALUE) {
                    demand--;
                }
                Optional<Buffer> ready = staged(event);
                if (ready.isPresent()) {
                    onEvent.get().handle(ready.get());
                }
            }
            if (!over && demand > 0 && complete && waiting.isEmpty()) {
                over = true;
                if (failure.isPresent()) {
                    onFailure.ifPresent(h -> h.handle(failure.get().exception()));
                } else {
                    onEnd.ifPresent(h -> h.handle(null));
                }
            }
        } finally {
            delivering = false;
        }
    }
}
