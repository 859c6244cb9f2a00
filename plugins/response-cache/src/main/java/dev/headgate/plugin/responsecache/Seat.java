package dev.headgate.plugin.responsecache;

import dev.headgate.api.Exchange;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.Headers;
import dev.headgate.plugin.responsecache.Template.Filling;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Somebody who waits for what another's request brings. */
final class Seat {
    private final Exchange exchange;
    private final Optional<Filling> filling;
    private final boolean leads;
    private final Duration maxAge;
    private final Promise<Turn> turn = Promise.promise();
    private volatile boolean left;
    private @Nullable Reader reader; // guarded by the flight

    /**
     * @param filling of the events for who takes an answer from its first byte; empty for who takes it whole
     * @param leads whether it can ask the upstream itself
     * @param maxAge how old an answer may be that was there before
     */
    Seat(Exchange exchange, Optional<Filling> filling, boolean leads, Duration maxAge) {
        this.exchange = exchange;
        this.filling = filling;
        this.leads = leads;
        this.maxAge = maxAge;
    }

    /** What it comes to. */
    sealed interface Turn {
        /** An answer that is complete. */
        record Given(Answer answer) implements Turn {}

        /** One that is coming, to be read from its first byte. */
        record Coming(Reader reader, Headers headers) implements Turn {}

        /** There is none. */
        record Failed(Future<GatewayResponse> how) implements Turn {}

        /** It is to ask the upstream now, for itself and for whoever waits for this. */
        record Lead(Flight flight) implements Turn {}
    }

    boolean streaming() {
        return filling.isPresent();
    }

    boolean leads() {
        return leads;
    }

    /** Whether it takes an answer that is this old. */
    boolean takes(Duration age) {
        return age.compareTo(maxAge) <= 0;
    }

    /** Completes on whatever thread. */
    Future<Turn> turn() {
        return turn.future();
    }

    void take(Turn what) {
        turn.tryComplete(what);
    }

    /** A reader for who sits there. To be called under the flight's lock. */
    Reader reader(Flight flight) {
        var made = new Reader(exchange, filling, flight);
        reader = made;
        return made;
    }

    /** Nobody sits there any more; gives the reader that was made. To be called under the flight's lock. */
    @Nullable
    Reader leave() {
        left = true;
        return reader;
    }

    boolean left() {
        return left;
    }
}
