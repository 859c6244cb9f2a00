package dev.headgate.plugin.responsecache;

import dev.headgate.api.EventSource;
import dev.headgate.api.Exchange;
import dev.headgate.plugin.responsecache.Seat.Turn;
import dev.headgate.plugin.responsecache.Template.Filling;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads an answer that is coming, at its own pace and from its first byte. One that has got nothing yet when the answer
 * breaks off goes on with the next one.
 */
final class Reader implements EventSource {
    private final Exchange exchange;
    private final Optional<Filling> filling;

    // Guarded by the flight.
    private int at;
    private boolean begun;
    private boolean ended;
    private @Nullable Promise<Buffer> waiting;

    private final Flight flight;
    private volatile @Nullable Future<EventSource> instead;

    /**
     * @param filling what stands in the places that differ; empty for the one who has asked for the answer, who gets it in
     *     the bytes it comes in
     */
    Reader(Exchange exchange, Optional<Filling> filling, Flight flight) {
        this.exchange = exchange;
        this.filling = filling;
        this.flight = flight;
    }

    Optional<Filling> filling() {
        return filling;
    }

    @Override
    public Future<Buffer> next() {
        Future<EventSource> other = instead;
        return other == null ? flight.next(this) : other.compose(EventSource::next);
    }

    @Override
    public void cancel() {
        Future<EventSource> other = instead;
        if (other == null) {
            flight.leave(this);
        } else {
            other.onSuccess(EventSource::cancel);
        }
    }

    // ---- for the flight, under its lock

    int at() {
        return at;
    }

    void at(int piece) {
        at = piece;
    }

    /** Whether it has got anything. */
    boolean begun() {
        return begun;
    }

    void begin() {
        begun = true;
    }

    /** Whether it has got what stands at the end. */
    boolean ended() {
        return ended;
    }

    void end() {
        ended = true;
    }

    Future<Buffer> await() {
        Promise<Buffer> promise = Promise.promise();
        waiting = promise;
        return promise.future();
    }

    boolean waits() {
        return waiting != null;
    }

    @Nullable
    Promise<Buffer> answered() {
        Promise<Buffer> promise = waiting;
        waiting = null;
        return promise;
    }

    /** Goes on with what a seat in another flight comes to, and so does what it was asked for meanwhile. */
    Seat goOn() {
        var seat = new Seat(exchange, filling, false, Duration.ZERO);
        Promise<EventSource> other = Promise.promise();
        instead = other.future();
        seat.turn().onComplete(t -> exchange.execute(() -> other.complete(source(t.result()))));
        Promise<Buffer> asked = answered();
        if (asked != null) {
            other.future().compose(EventSource::next).onComplete(asked);
        }
        return seat;
    }

    private EventSource source(Turn turn) {
        return switch (turn) {
            case Turn.Given g -> new Replay(g.answer().as(Answer.Form.EVENTS), filling.orElseThrow(), exchange, false);
            case Turn.Coming c -> c.reader();
            case Turn.Failed f -> new Broken(f.how());
            case Turn.Lead l -> throw new IllegalStateException("it cannot lead");
        };
    }
}
