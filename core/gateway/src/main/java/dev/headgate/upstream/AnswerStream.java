package dev.headgate.upstream;

import dev.headgate.api.Body;
import dev.headgate.api.EventStream;
import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.Usage;
import dev.headgate.dialect.StreamReader;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.wire.Buffers;
import dev.headgate.wire.SseEvent;
import dev.headgate.wire.SseException;
import dev.headgate.wire.SseParser;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A streamed answer on its way from the upstream. It is held back until its first event that bears content; with that
 * event it is committed, and from then on whole events are handed on in the bytes they came in.
 *
 * <p>It ends well only at its format's end mark, or, when every choice has finished, at the end of the bytes; the
 * missing mark is then added. Anything else is a failure: of the attempt before the commit, of the stream after it.
 * Reading stops whenever the reader has enough. Confined to its event loop.
 */
public final class AnswerStream implements EventStream, SseParser.Sink {
    private static final Logger LOG = LoggerFactory.getLogger(AnswerStream.class);
    private static final int MAX_HELD_BYTES = 64 * 1024;
    private static final int MAX_BYTES_AFTER_END = 64 * 1024;
    private static final Duration LONGEST_AFTER_END = Duration.ofSeconds(1);
    private static final byte[] BLANK_LINE = {'\n', '\n'};

    private enum State {
        HELD,
        COMMITTED,
        OVER
    }

    private final Loop loop;
    private final String upstream;
    private final AttemptRequest request;
    private final Engine.Call call;
    private final int status;
    private final Function<UpstreamError, Failure> meaning;
    private final Commit commit;
    private final long totalDeadline;
    private final long idleNanos;
    private final StreamReader reader;
    private final SseParser parser = new SseParser();
    private final Shown shown = new Shown();
    private final List<Consumer<Event>> taps = new ArrayList<>(2);

    private State state = State.HELD;
    private boolean sniffed;
    private EventBytes out = new EventBytes();
    private boolean bodyPaused;
    private boolean atEnd;
    private boolean endSeen;
    private long afterEnd;
    private @Nullable Failure failure;
    private @Nullable Watch watch;
    private @Nullable EventBytes plain;
    private long linger = -1;

    private long demand;
    private boolean delivering;
    private boolean ended;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private @Nullable Runnable whenOver;

    private long now; // of the latest bytes
    private long contentEvents;
    private long firstContent;
    private long lastContent;

    /** Told once how the wait for the first content ended. */
    interface Commit {
        void committed();

        void nothingCame(Failure why);
    }

    /**
     * @param upstream its name, for messages
     * @param status the answer's
     * @param meaning what an error inside the stream means for the caller
     */
    AnswerStream(
            Loop loop,
            String upstream,
            AttemptRequest request,
            Engine.Call call,
            int status,
            Function<UpstreamError, Failure> meaning,
            Commit commit) {
        this.loop = loop;
        this.upstream = upstream;
        this.request = request;
        this.call = call;
        this.status = status;
        this.meaning = meaning;
        this.commit = commit;
        this.totalDeadline = loop.clock().nanos() + request.remaining().toNanos();
        this.idleNanos = request.limits().idle().toNanos();
        this.reader = request.dialect().streamReader(request.operation(), request.choices());
    }

    /** Runs once, when the stream has ended in whatever way. */
    void whenOver(Runnable action) {
        if (ended) {
            action.run();
        } else {
            whenOver = action;
        }
    }

    /** Tokens as far as the upstream has reported them. */
    public Usage usage() {
        return reader.usage();
    }

    /** The mean pause between events that bear content, or empty when there were fewer than two. */
    public Optional<Duration> meanPause() {
        return contentEvents < 2
                ? Optional.empty()
                : Optional.of(Duration.ofNanos((lastContent - firstContent) / (contentEvents - 1)));
    }

    // ---- from the upstream

    /** The next bytes as they came; what they hold is handed on with {@link #settled}. */
    void bytes(byte[] b, int from, int to) {
        if (state == State.OVER || endSeen) {
            afterEnd += to - from;
            if (afterEnd > MAX_BYTES_AFTER_END) {
                call.cancel();
            }
            return;
        }
        now = loop.clock().nanos();
        if (watch != null) {
            watch.limit(now, patience(now));
        }
        if (!sniffed && !sniff(b, from, to)) {
            return;
        }
        if (plain != null) {
            gather(plain, b, from, to);
            return;
        }
        try {
            parser.feed(b, from, to, this);
        } catch (SseException e) {
            breakOff(failed("sent an event longer than the limit"));
        }
        if (endSeen) {
            deliver(); // a call that was given up tells no more, not even that all has been handed over
        }
    }

    /** All that has arrived has been handed over. */
    void settled() {
        deliver();
    }

    /** In nanoseconds, until the next read: the idle limit, or what is left of the total. */
    private long patience(long at) {
        return Math.min(Math.max(0, totalDeadline - at), idleNanos);
    }

    /** A body that begins like JSON or HTML is no stream, whatever its content type says. */
    private boolean sniff(byte[] b, int from, int to) {
        int i = from;
        while (i < to && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t')) {
            i++;
        }
        if (i == to) {
            return true;
        }
        sniffed = true;
        if (b[i] == '{') {
            plain = new EventBytes();
        } else if (b[i] == '<') {
            breakOff(failed("answered a stream request with a page"));
            return false;
        }
        return true;
    }

    private void gather(EventBytes json, byte[] b, int from, int to) {
        json.add(b, from, to);
        if (json.length() > MAX_HELD_BYTES) {
            breakOff(failed("answered a stream request without a stream"));
        }
    }

    /** What a body that is JSON and no stream means, now that all of it is there. */
    private void judge(EventBytes json) {
        UpstreamError error =
                request.dialect().readError(status, Body.wrap(json.take().getBytes()));
        boolean says = error.status() >= 400 || !error.message().isEmpty();
        breakOff(says ? meaning.apply(error) : failed("answered a stream request without a stream"));
    }

    @Override
    public void event(SseEvent event) {
        if (state == State.OVER || endSeen) {
            return;
        }
        switch (reader.read(event)) {
            case PREAMBLE -> keep(event);
            case USAGE -> {
                if (request.usageWanted()) {
                    keep(event);
                }
            }
            case CONTENT -> {
                content();
                add(event);
                commit();
            }
            case END -> {
                if (state == State.HELD) {
                    breakOff(failed("sent an empty stream"));
                } else {
                    keep(event);
                    if (cutInsideLineEnd(event)) {
                        out.add(BLANK_LINE, 0, 1);
                    }
                    complete();
                }
            }
            case ERROR -> breakOff(meaning.apply(reader.error()));
            case MALFORMED -> {
                // What the end of the bytes cut off after the finish is missed by nobody.
                if (event.complete() || !reader.finished()) {
                    breakOff(failed("sent an event that cannot be read"));
                }
            }
        }
    }

    @Override
    public void filler(byte[] array, int from, int to) {
        // At the end of the bytes it is half a line, which would swallow the beginning of whatever is written next.
        if (state != State.OVER && !endSeen && !atEnd) {
            out.add(array, from, to);
            bound();
        }
    }

    /** Whether the event ended with the CR of a CRLF whose LF has not been seen yet. */
    private static boolean cutInsideLineEnd(SseEvent event) {
        byte[] b = event.raw();
        int end = event.rawEnd();
        return event.complete() && end - event.rawStart() > 1 && b[end - 1] == '\r' && b[end - 2] == '\n';
    }

    private void keep(SseEvent event) {
        add(event);
        bound();
    }

    private void add(SseEvent event) {
        out.add(event.raw(), event.rawStart(), event.rawEnd());
        if (!event.complete()) {
            byte last = event.raw()[event.rawEnd() - 1];
            out.add(BLANK_LINE, last == '\n' || last == '\r' ? 1 : 0, BLANK_LINE.length);
        }
    }

    private void bound() {
        if (state == State.HELD && out.length() > MAX_HELD_BYTES) {
            breakOff(failed("sent too much before its first content"));
        }
    }

    private void content() {
        lastContent = now;
        if (contentEvents++ == 0) {
            firstContent = lastContent;
        }
    }

    private void commit() {
        if (state == State.HELD) {
            state = State.COMMITTED;
            watch = new Watch(loop, patience(loop.clock().nanos()), this::expired);
            commit.committed();
        }
    }

    /**
     * The bytes have ended.
     *
     * @param orderly as their framing says, not by a breach
     */
    void ended(boolean orderly) {
        if (linger >= 0) {
            loop.vertx().cancelTimer(linger);
            linger = -1;
        }
        if (state == State.OVER) {
            return;
        }
        if (orderly && plain != null) {
            judge(plain);
        } else if (orderly) {
            atEnd = true;
            try {
                parser.end(this);
            } catch (SseException e) {
                breakOff(failed("sent an event longer than the limit"));
            }
        }
        if (state != State.OVER && !endSeen) {
            if (state == State.COMMITTED && reader.finished()) {
                mark();
            } else {
                breakOff(failed("broke off its answer"));
            }
        }
        deliver();
    }

    /** After the commit a limit has passed; a finished answer that only lacks its mark is complete. */
    private void expired() {
        boolean total = totalDeadline - loop.clock().nanos() <= 0;
        if (bodyPaused && !total) {
            // Nothing was read because the caller takes nothing; that is not the upstream's fault.
            watch = new Watch(loop, patience(loop.clock().nanos()), this::expired);
            return;
        }
        if (reader.finished()) {
            mark();
        } else {
            breakOff(failed(total ? "exceeded the time limit" : "stopped sending"));
        }
        deliver();
    }

    private void mark() {
        byte[] mark = reader.endMark();
        out.add(mark, 0, mark.length);
        complete();
    }

    private void stopWatch() {
        if (watch != null) {
            watch.stop();
        }
    }

    private void complete() {
        endSeen = true;
        stopWatch();
        linger = loop.vertx().setTimer(LONGEST_AFTER_END.toMillis(), t -> {
            linger = -1;
            call.cancel();
        });
    }

    private void breakOff(Failure why) {
        if (state == State.HELD) {
            state = State.OVER;
            stopWatch();
            call.cancel();
            commit.nothingCame(why);
        } else if (state == State.COMMITTED && failure == null) {
            endSeen = true;
            failure = new Failure(
                    Kind.UPSTREAM_BROKE_OFF,
                    Kind.UPSTREAM_BROKE_OFF.status(),
                    why.message(),
                    Optional.empty(),
                    why.kind() == Kind.UPSTREAM_FAILED ? Optional.empty() : why.code(),
                    Optional.empty());
            stopWatch();
            call.cancel();
        }
    }

    private Failure failed(String what) {
        return Failure.of(Kind.UPSTREAM_FAILED, "The upstream '" + upstream + "' " + what + ".");
    }

    // ---- to the reader

    private void deliver() {
        if (delivering || ended || state == State.HELD) {
            return;
        }
        delivering = true;
        try {
            while (demand > 0 && out.length() > 0 && handler != null && !ended) {
                if (demand != Long.MAX_VALUE) {
                    demand--;
                }
                Buffer next = out.take();
                show(next);
                handler.handle(next);
            }
            if (endSeen && out.length() == 0 && !ended && demand > 0) {
                finish();
            }
        } finally {
            delivering = false;
        }
        balance();
    }

    private void show(Buffer events) {
        if (!taps.isEmpty()) {
            Buffers.read(events, (b, from, to) -> new SseParser().feed(b, from, to, shown));
        }
    }

    /** Reads on from the upstream only while nothing waits to be taken. */
    private void balance() {
        if (state == State.OVER) {
            return;
        }
        // After the end the rest is thrown away; reading it gives the connection back.
        boolean full = out.length() > 0 && demand == 0 && !endSeen;
        if (full && !bodyPaused) {
            bodyPaused = true;
            call.pause();
        } else if (!full && bodyPaused) {
            bodyPaused = false;
            call.resume();
        }
    }

    private void finish() {
        ended = true;
        state = State.OVER;
        if (bodyPaused) {
            bodyPaused = false;
            call.resume();
        }
        over();
        if (failure != null) {
            if (exceptionHandler != null) {
                exceptionHandler.handle(failure.exception());
            }
        } else if (endHandler != null) {
            endHandler.handle(null);
        }
    }

    private void over() {
        Runnable action = whenOver;
        whenOver = null;
        if (action != null) {
            action.run();
        }
    }

    @Override
    public void cancel() {
        if (!ended) {
            ended = true;
            state = State.OVER;
            out = new EventBytes();
            stopWatch();
            call.cancel();
            over();
        }
    }

    @Override
    public EventStream tap(Consumer<Event> watcher) {
        taps.add(watcher);
        return this;
    }

    @Override
    public AnswerStream handler(@Nullable Handler<Buffer> h) {
        handler = h;
        deliver();
        return this;
    }

    @Override
    public AnswerStream pause() {
        demand = 0;
        return this;
    }

    @Override
    public AnswerStream resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public AnswerStream fetch(long amount) {
        demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
        deliver();
        return this;
    }

    @Override
    public AnswerStream exceptionHandler(@Nullable Handler<Throwable> h) {
        exceptionHandler = h;
        return this;
    }

    @Override
    public AnswerStream endHandler(@Nullable Handler<Void> h) {
        endHandler = h;
        return this;
    }

    /** Shows events to the taps. */
    private final class Shown implements SseParser.Sink, Event {
        private @Nullable SseEvent event;

        @Override
        public void event(SseEvent e) {
            event = e;
            taps.removeIf(this::failed);
        }

        /** Whether this watcher failed, which must not touch the stream. */
        private boolean failed(Consumer<Event> tap) {
            try {
                tap.accept(this);
                return false;
            } catch (RuntimeException e) {
                LOG.error("a watcher of streams failed and sees no more of this one", e);
                return true;
            }
        }

        @Override
        public void filler(byte[] array, int from, int to) {}

        @Override
        public String name() {
            return event == null ? "" : event.name();
        }

        @Override
        public String data() {
            return event == null ? "" : event.dataText();
        }
    }
}
