package dev.headgate.plugin.responsecache;

import dev.headgate.api.EventStream;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.GatewayResponse.Streaming;
import dev.headgate.api.Headers;
import dev.headgate.plugin.responsecache.Seat.Turn;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to an upstream, and all who wait for what it brings. Those who stream read along from the first
 * byte, each at a pace of its own; the others get the answer when it is whole. When it fails, one of those who wait asks
 * again, and what that comes to is for all who are left: an upstream is asked twice at most. Safe to use from any thread.
 */
final class Flight {
    private static final int CALLS = 2;
    private static final int PIECE = 16_384;

    private enum Stage {
        ASKING,
        COMING,
        ENDED,
        FAILED
    }

    private final Flights flights;
    private final Key key;
    private final int calls;
    private final Promise<Void> over = Promise.promise();

    // All guarded by this.
    private final List<Seat> seats = new ArrayList<>(0);
    private final List<Reader> readers = new ArrayList<>(1);
    private final Pieces pieces;
    private Stage stage = Stage.ASKING;
    private boolean closed;
    private boolean left;
    private boolean asking;
    private @Nullable Reader own;
    private @Nullable Leader leader;
    private @Nullable EventStream source;
    private Headers headers = Headers.NONE;
    private Template usage = Template.EMPTY;
    private Future<GatewayResponse> failure = Future.failedFuture("not failed");

    /**
     * @param calls how often an upstream has been asked for the same already
     */
    Flight(Flights flights, Key key, int calls) {
        this.flights = flights;
        this.key = key;
        this.calls = calls;
        this.pieces = new Pieces(flights.room());
    }

    // ---- those who wait

    /** Takes a seat, unless this can be joined no more. */
    boolean join(Seat seat) {
        Optional<Turn> coming = Optional.empty();
        synchronized (this) {
            if (closed) {
                return false;
            }
            if (stage == Stage.COMING && seat.streaming()) {
                coming = Optional.of(coming(seat));
            } else {
                seats.add(seat);
            }
        }
        coming.ifPresent(seat::take);
        pull();
        return true;
    }

    /** Who sits there reads along from the first byte. To be called under the lock. */
    private Turn coming(Seat seat) {
        Reader reader = seat.reader(this);
        readers.add(reader);
        return new Turn.Coming(reader, headers);
    }

    /** Gives a seat up. */
    void leave(Seat seat) {
        Reader reader;
        synchronized (this) {
            reader = seat.leave();
            seats.remove(seat);
        }
        leave(reader);
    }

    void leave(@Nullable Reader reader) {
        synchronized (this) {
            readers.remove(reader);
            pieces.droppedBefore(slowest());
        }
        forsaken();
        pull();
    }

    /** Ends it when nobody wants what it brings. */
    private void forsaken() {
        EventStream given = null;
        synchronized (this) {
            boolean wanted = !seats.isEmpty() || !readers.isEmpty() || (stage == Stage.ASKING && !left);
            if (wanted || stage == Stage.ENDED || stage == Stage.FAILED) {
                return;
            }
            given = source;
            stage = Stage.FAILED;
            failure = Future.failedFuture(gone());
            close();
        }
        if (given != null && leader != null) {
            leader.exchange().execute(given::cancel);
        }
        over.tryComplete();
    }

    private static GatewayException gone() {
        return Failure.of(Failure.Kind.CLIENT_GONE, "The caller has gone.").exception();
    }

    /** Nobody can join any more. To be called under the lock. */
    private void close() {
        closed = true;
        flights.landed(key, this);
    }

    // ---- the one who asks

    /** This one asks, and its exchange goes on without its caller as long as others wait. */
    void led(Leader by) {
        synchronized (this) {
            leader = by;
        }
        by.exchange().whenLeft(this::leaderLeft);
    }

    private Future<Void> leaderLeft() {
        synchronized (this) {
            left = true;
            readers.remove(own);
        }
        forsaken();
        pull();
        return over.future();
    }

    /** The answer was found without asking, and is this old. Those who wait for a fresher one ask for it. */
    void found(Answer answer, Duration age) {
        List<Runnable> last = new ArrayList<>(1);
        synchronized (this) {
            stage = Stage.ENDED;
            usage = answer.usage();
            List<Seat> served = seats.stream().filter(s -> s.takes(age)).toList();
            served.forEach(s -> last.add(() -> s.take(new Turn.Given(answer))));
            seats.removeAll(served);
            if (seats.isEmpty()) {
                close();
            } else {
                closed = true;
                succeeded(List.of(), false, Future.failedFuture(gone()), last);
            }
        }
        last.forEach(Runnable::run);
        over.tryComplete();
    }

    /** Whoever was to ask has gone before. */
    void passOn() {
        failed(Future.failedFuture(gone()), false);
    }

    /** The answer has come, or there is none; gives what the one who asked is answered with. */
    Future<GatewayResponse> answered(Leader by, AsyncResult<GatewayResponse> result) {
        if (result.failed()) {
            Future<GatewayResponse> failed = Future.failedFuture(result.cause());
            failed(failed, by.asked());
            return failed;
        }
        GatewayResponse response = result.result();
        switch (response) {
            case Buffered whole -> {
                Optional<Answer> answer = whole.status() == 200 ? by.brought(whole) : Optional.empty();
                if (answer.isPresent()) {
                    ended(answer, Template.EMPTY);
                } else {
                    failed(Future.succeededFuture(response), by.asked());
                }
                return Future.succeededFuture(response);
            }
            case Streaming(var status, var all, var events) -> {
                var reader = new Reader(by.exchange(), Optional.empty(), this);
                begin(reader, events, all);
                return Future.succeededFuture(new Streaming(status, all, by.exchange().stream(reader)));
            }
        }
    }

    private void begin(Reader first, EventStream events, Headers with) {
        var coming = new HashMap<Seat, Turn>();
        synchronized (this) {
            if (stage != Stage.ASKING) {
                events.cancel(); // all have left
                return;
            }
            source = events;
            headers = with;
            stage = Stage.COMING;
            if (!left) {
                own = first;
                readers.add(first);
            }
            seats.stream().filter(Seat::streaming).forEach(s -> coming.put(s, coming(s)));
            seats.removeAll(coming.keySet());
        }
        events.handler(this::came).endHandler(v -> ended()).exceptionHandler(this::broken);
        coming.forEach(Seat::take);
        pull();
    }

    // ---- the answer as it comes

    /** Asks for more when somebody wants it and there is room for it. On whatever thread. */
    private void pull() {
        EventStream from;
        Leader by;
        synchronized (this) {
            boolean wanted =
                    readers.stream().anyMatch(Reader::waits) || seats.stream().anyMatch(s -> !s.streaming());
            from = source;
            by = leader;
            if (stage != Stage.COMING || asking || !wanted || !pieces.room() || from == null || by == null) {
                return;
            }
            asking = true;
        }
        by.exchange().execute(() -> from.fetch(1));
    }

    private void came(Buffer events) {
        List<Runnable> told = new ArrayList<>(1);
        synchronized (this) {
            asking = false;
            pieces.add(events.getBytes(), flights.millis());
            if (pieces.overflowed() && !closed) {
                close();
                // Who wants it whole cannot have it from here.
                succeeded(List.of(), true, Future.failedFuture(tooLong()), told);
            }
            readers.forEach(r -> tell(r, told));
            pieces.droppedBefore(slowest());
        }
        told.forEach(Runnable::run);
        pull();
    }

    private static GatewayException tooLong() {
        return Failure.of(Failure.Kind.UPSTREAM_FAILED, "The answer is too long to be shared.")
                .exception();
    }

    private int slowest() {
        return readers.stream().mapToInt(Reader::at).min().orElse(Integer.MAX_VALUE);
    }

    /** Answers a reader that waits, if there is something for it. To be called under the lock. */
    private void tell(Reader reader, List<Runnable> told) {
        if (reader.waits()) {
            Optional<Future<Buffer>> next = ready(reader);
            if (next.isPresent()) {
                Promise<Buffer> promise = reader.answered();
                Future<Buffer> what = next.get();
                told.add(() -> what.onComplete(promise));
            }
        }
    }

    Future<Buffer> next(Reader reader) {
        Future<Buffer> answer;
        synchronized (this) {
            Optional<Future<Buffer>> ready = ready(reader);
            pieces.droppedBefore(slowest());
            answer = ready.orElseGet(reader::await);
        }
        pull();
        return answer;
    }

    /** What a reader gets now; empty when it has to wait. */
    private Optional<Future<Buffer>> ready(Reader reader) {
        try {
            var out = new Bytes(512);
            int at = reader.at();
            for (; at < pieces.end() && out.length() < PIECE; at++) {
                pieces.write(at, reader.filling(), out);
            }
            reader.at(at);
            boolean all = at == pieces.end() && stage == Stage.ENDED;
            if (all && reader.filling().isPresent() && !reader.ended()) {
                Replay.end(usage, reader.filling().get(), out);
                reader.end();
            }
            if (out.length() > 0) {
                reader.begin();
                return Optional.of(Future.succeededFuture(Buffer.buffer(out.take())));
            }
            if (all) {
                return Optional.of(Future.succeededFuture(Buffer.buffer()));
            }
        } catch (IllegalArgumentException e) {
            return Optional.of(Future.failedFuture(
                    Failure.of(Failure.Kind.UPSTREAM_BROKE_OFF, "The upstream sent an event that cannot be shared.")
                            .exception()));
        }
        return stage == Stage.FAILED ? Optional.of(broken()) : Optional.empty();
    }

    private Future<Buffer> broken() {
        return new Broken(failure).next();
    }

    // ---- how it ends

    private void ended() {
        Leader by;
        byte[] all;
        Pace pace;
        boolean whole;
        synchronized (this) {
            by = leader;
            whole = !pieces.overflowed();
            all = whole ? pieces.all() : new byte[0];
            pace = pieces.pace();
        }
        if (by == null) {
            return;
        }
        Optional<Answer> answer = whole ? by.brought(all, pace, headers) : Optional.empty();
        Template told = answer.map(Answer::usage).orElseGet(() -> usageOf(by));
        ended(answer, told);
    }

    private Template usageOf(Leader by) {
        try {
            synchronized (this) {
                return Reading.usageEvent(pieces.some(), UsageText.of(by.usage()));
            }
        } catch (IllegalArgumentException e) {
            return Template.EMPTY;
        }
    }

    private void ended(Optional<Answer> answer, Template told) {
        List<Runnable> last = new ArrayList<>(1);
        synchronized (this) {
            stage = Stage.ENDED;
            usage = told;
            close();
            readers.forEach(r -> tell(r, last));
            if (answer.isPresent()) {
                seats.forEach(s -> last.add(() -> s.take(new Turn.Given(answer.get()))));
                seats.clear();
            } else {
                succeeded(List.of(), true, Future.failedFuture(tooLong()), last);
            }
        }
        last.forEach(Runnable::run);
        over.tryComplete();
    }

    private void broken(Throwable cause) {
        failed(Future.failedFuture(cause), true);
    }

    private void failed(Future<GatewayResponse> how, boolean asked) {
        List<Runnable> last = new ArrayList<>(1);
        synchronized (this) {
            if (stage == Stage.FAILED || stage == Stage.ENDED) {
                return;
            }
            stage = Stage.FAILED;
            failure = how;
            closed = true;
            List<Reader> fresh = readers.stream()
                    .filter(r -> !r.begun() && r.filling().isPresent())
                    .toList();
            succeeded(fresh, asked, how, last);
            readers.forEach(r -> tell(r, last));
        }
        last.forEach(Runnable::run);
        over.tryComplete();
    }

    /**
     * Lets one of those who wait ask, and the others wait for that one; or tells them all that there is no answer. To be
     * called under the lock.
     *
     * @param fresh readers that have got nothing yet, and can do with another answer
     * @param told takes what is to be done without the lock
     */
    private void succeeded(List<Reader> fresh, boolean asked, Future<GatewayResponse> how, List<Runnable> told) {
        int made = calls + (asked ? 1 : 0);
        List<Seat> waiting = List.copyOf(seats);
        seats.clear();
        Optional<Seat> first =
                made < CALLS ? waiting.stream().filter(Seat::leads).findFirst() : Optional.empty();
        if (first.isEmpty()) {
            flights.landed(key, this);
            waiting.forEach(s -> told.add(() -> s.take(new Turn.Failed(how))));
            return;
        }
        var next = new Flight(flights, key, made);
        waiting.stream().filter(s -> s != first.get()).forEach(next.seats::add);
        readers.removeAll(fresh);
        fresh.forEach(r -> next.seats.add(r.goOn()));
        flights.followed(key, this, next);
        told.add(() -> first.get().take(new Turn.Lead(next)));
    }
}
