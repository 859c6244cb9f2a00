package dev.headgate.upstream;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.Lane;
import dev.headgate.api.StreamRewriter;
import dev.headgate.api.Usage;
import dev.headgate.dialect.EventRewriter;
import dev.headgate.dialect.StreamReader;
import dev.headgate.dialect.StreamStage;
import dev.headgate.dialect.Translator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.wire.SseEvent;
import dev.headgate.wire.SseException;
import dev.headgate.wire.SseParser;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The upstream's side of a streamed answer: judges what comes in, keeps what may be handed on until it is taken, and
 * decides when and how the answer has ended. Confined to its event loop.
 */
final class StreamIntake implements SseParser.Sink, StreamStage.Sink {
    private static final int MAX_HELD_BYTES = 64 * 1024;
    private static final int MAX_BYTES_AFTER_END = 64 * 1024;
    private static final Duration LONGEST_AFTER_END = Duration.ofSeconds(1);
    private static final byte[] BLANK_LINE = {'\n', '\n'};

    private enum Stage {
        /** No content yet: nothing is handed on, and everything can still be tried elsewhere. */
        HELD,
        COMMITTED,
        /** Nothing is added any more to what waits to be taken. */
        ENDED,
        /** Nobody wants it: it failed while it was held, or its reader gave it up. */
        DROPPED
    }

    private final Loop loop;
    private final String upstream;
    private final AttemptRequest request;
    private final Engine.Call call;
    private final int status;
    private final Function<UpstreamError, Failure> meaning;
    private final AnswerStream.Commit commit;
    private final Runnable endedByLimit;
    private final long totalDeadline;
    private final long idleNanos;
    private final Duration paceWindow;
    private final StreamReader reader;
    private final SseParser parser = new SseParser();
    private final @Nullable StreamStage foreign;
    private final Pace pace = new Pace();

    private Stage stage = Stage.HELD;
    private BodyShape shape = BodyShape.OPEN;
    private EventBytes out = new EventBytes();
    private boolean bytesEnded;
    private boolean held;
    private long now; // of the latest bytes
    private long afterEnd;
    private long linger = -1;
    private @Nullable Watch watch;
    private @Nullable LeastPace leastPace;
    private @Nullable EventBytes json;
    private @Nullable Failure failure;

    /**
     * @param paceWindow how long the least pace is measured before it counts
     * @param endedByLimit runs when time has ended the stream, after its commit
     */
    StreamIntake(
            Loop loop,
            String upstream,
            AttemptRequest request,
            Engine.Call call,
            int status,
            Function<UpstreamError, Failure> meaning,
            AnswerStream.Commit commit,
            Duration paceWindow,
            Runnable endedByLimit) {
        this.loop = loop;
        this.upstream = upstream;
        this.request = request;
        this.call = call;
        this.status = status;
        this.meaning = meaning;
        this.commit = commit;
        this.paceWindow = paceWindow;
        this.endedByLimit = endedByLimit;
        this.totalDeadline = loop.clock().nanos() + request.remaining().toNanos();
        this.idleNanos = request.limits().idle().toNanos();
        this.reader = request.dialect().streamReader(request.operation(), request.choices());
        this.foreign = request.translator().map(Translator::stream).orElse(null);
    }

    // ---- for whoever hands it on

    /** Whether content has come, so that what waits may be taken. */
    boolean committed() {
        return stage == Stage.COMMITTED || stage == Stage.ENDED;
    }

    /** Whether nothing will be added to what waits. */
    boolean ended() {
        return stage == Stage.ENDED;
    }

    /** Why it broke off, when it has ended and did. */
    Optional<Failure> failure() {
        return Optional.ofNullable(failure);
    }

    boolean waiting() {
        return out.length() > 0;
    }

    /** All that waits. */
    Buffer take() {
        return out.take();
    }

    /** Whether the upstream is to be held back, because what came is not taken. */
    void hold(boolean hold) {
        if (hold == held) {
            return;
        }
        held = hold;
        if (leastPace != null) {
            leastPace.hold(hold);
        }
        if (hold) {
            call.pause();
        } else {
            if (watch != null) {
                // While it was held back it could not be heard; from now on it can.
                long at = loop.clock().nanos();
                watch.limit(at, patience(at));
            }
            call.resume();
        }
    }

    /** Nobody wants more of it. */
    void giveUp() {
        stage = Stage.DROPPED;
        out = new EventBytes();
        stopWatch();
        call.cancel();
    }

    /** What rewrites the events of this stream. */
    EventRewriter rewriter(Function<Lane, StreamRewriter> rewriters) {
        return request.dialect().eventRewriter(request.operation(), rewriters);
    }

    Usage usage() {
        Usage told = foreign == null ? Usage.NONE : foreign.usage();
        return told.equals(Usage.NONE) ? reader.usage() : told; // of a stage that leaves usage to the chunks
    }

    Optional<Duration> meanPause() {
        return pace.meanPause();
    }

    // ---- what comes in

    void bytes(byte[] b, int from, int to) {
        if (stage == Stage.ENDED || stage == Stage.DROPPED) {
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
        if (shape == BodyShape.OPEN) {
            shape = foreign == null || foreign.sniffed() ? BodyShape.of(b, from, to) : BodyShape.STREAM;
        }
        switch (shape) {
            case OPEN, STREAM -> {
                if (foreign == null) {
                    parse(b, from, to);
                } else {
                    foreign.bytes(b, from, to, this);
                }
            }
            case JSON -> gather(b, from, to);
            case PAGE -> breakOff(failed("answered a stream request with a page"));
        }
    }

    private void parse(byte[] b, int from, int to) {
        try {
            parser.feed(b, from, to, this);
        } catch (SseException e) {
            breakOff(failed("sent an event longer than the limit"));
        }
    }

    @Override
    public void events(byte[] array, int from, int to) {
        parse(array, from, to);
    }

    @Override
    public void failed(UpstreamError error) {
        breakOff(meaning.apply(error));
    }

    @Override
    public void malformed(String what) {
        breakOff(failed(what));
    }

    private void gather(byte[] b, int from, int to) {
        if (json == null) {
            json = new EventBytes();
        }
        json.add(b, from, to);
        if (json.length() > MAX_HELD_BYTES) {
            breakOff(failed("answered a stream request without a stream"));
        }
    }

    /** What a body that is JSON and no stream means, now that all of it is there. */
    private void judge(EventBytes body) {
        Body all = Body.wrap(body.take().getBytes());
        UpstreamError error = request.translator()
                .map(t -> t.error(status, all))
                .orElseGet(() -> request.dialect().readError(status, all));
        boolean says = error.status() >= 400 || !error.message().isEmpty();
        breakOff(says ? meaning.apply(error) : failed("answered a stream request without a stream"));
    }

    @Override
    public void event(SseEvent event) {
        if (stage == Stage.ENDED || stage == Stage.DROPPED) {
            return;
        }
        switch (reader.read(event)) {
            case PREAMBLE -> {
                // What the end of the bytes cut off may be half a line.
                if (event.complete()) {
                    keep(event);
                }
            }
            case USAGE -> {
                if (request.usageWanted()) {
                    keep(event);
                }
            }
            case CONTENT -> {
                pace.content(now);
                add(event);
                commit();
            }
            case END -> end(event);
            case ERROR -> breakOff(meaning.apply(reader.error()));
            case MALFORMED -> {
                // What the end of the bytes cut off after the finish is missed by nobody.
                if (event.complete() || !reader.finished()) {
                    breakOff(failed("sent an event that cannot be read"));
                }
            }
        }
    }

    private void end(SseEvent event) {
        if (stage == Stage.HELD) {
            breakOff(failed("sent an empty stream"));
            return;
        }
        keep(event);
        if (cutInsideLineEnd(event)) {
            out.add(BLANK_LINE, 0, 1);
        }
        complete();
    }

    /** Whether the event ended with the CR of a CRLF whose LF has not been seen yet. */
    private static boolean cutInsideLineEnd(SseEvent event) {
        byte[] b = event.raw();
        int end = event.rawEnd();
        return event.complete() && end - event.rawStart() > 1 && b[end - 1] == '\r' && b[end - 2] == '\n';
    }

    @Override
    public void filler(byte[] array, int from, int to) {
        // At the end of the bytes it is half a line, which would swallow the beginning of whatever is written next.
        if ((stage == Stage.HELD || stage == Stage.COMMITTED) && !bytesEnded) {
            out.add(array, from, to);
            bound();
        }
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
        if (stage == Stage.HELD && out.length() > MAX_HELD_BYTES) {
            breakOff(failed("sent too much before its first content"));
        }
    }

    private void commit() {
        if (stage == Stage.HELD) {
            stage = Stage.COMMITTED;
            watch = new Watch(loop, patience(loop.clock().nanos()), this::expired);
            int least = request.limits().minEventsPerSecond();
            if (least > 0) {
                leastPace = new LeastPace(loop, pace, least, paceWindow, this::tooSlow);
            }
            commit.committed();
        }
    }

    // ---- how it ends

    /**
     * No more bytes will come.
     *
     * @param orderly as their framing says, not by a breach
     */
    void bytesEnded(boolean orderly) {
        if (linger >= 0) {
            loop.vertx().cancelTimer(linger);
            linger = -1;
        }
        if (stage == Stage.ENDED || stage == Stage.DROPPED) {
            return;
        }
        bytesEnded = true;
        if (foreign != null && json == null) {
            foreign.end(orderly, this);
        }
        if (orderly && json != null) {
            judge(json);
        } else if (orderly) {
            try {
                parser.end(this);
            } catch (SseException e) {
                breakOff(failed("sent an event longer than the limit"));
            }
        }
        if (stage == Stage.COMMITTED && reader.finished()) {
            mark();
        } else {
            breakOff(failed("broke off its answer"));
        }
    }

    /** In nanoseconds, until the next read: the idle limit, or what is left of the total. */
    private long patience(long at) {
        return Math.min(Math.max(0, totalDeadline - at), idleNanos);
    }

    /** After the commit a limit has passed; a finished answer that only lacks its mark is complete. */
    private void expired() {
        boolean total = totalDeadline - loop.clock().nanos() <= 0;
        if (held && !total) {
            // Nothing was read because the caller takes nothing; that is not the upstream's fault.
            watch = new Watch(loop, patience(loop.clock().nanos()), this::expired);
            return;
        }
        if (foreign != null) {
            foreign.end(false, this);
        }
        if (stage != Stage.COMMITTED) {
            endedByLimit.run();
            return;
        }
        if (reader.finished()) {
            mark();
        } else {
            breakOff(failed(total ? "exceeded the time limit" : "stopped sending"));
        }
        endedByLimit.run();
    }

    /** Less content came than a stream must bring; one that has finished owes none. */
    private void tooSlow() {
        if (!reader.finished()) {
            breakOff(failed("sent its answer too slowly"));
            endedByLimit.run();
        }
    }

    private void mark() {
        byte[] mark = reader.endMark();
        out.add(mark, 0, mark.length);
        complete();
    }

    private void complete() {
        stage = Stage.ENDED;
        stopWatch();
        if (bytesEnded) {
            return;
        }
        // What else the upstream sends is read for a while, because a clean end gives its connection back.
        linger = loop.vertx().setTimer(LONGEST_AFTER_END.toMillis(), t -> {
            linger = -1;
            call.cancel();
        });
    }

    private void stopWatch() {
        if (watch != null) {
            watch.stop();
        }
        if (leastPace != null) {
            leastPace.stop();
        }
    }

    /** Ends it badly, unless it has ended already. */
    private void breakOff(Failure why) {
        switch (stage) {
            case HELD -> {
                stage = Stage.DROPPED;
                call.cancel();
                commit.nothingCame(why);
            }
            case COMMITTED -> {
                stage = Stage.ENDED;
                failure = brokenOff(why);
                stopWatch();
                call.cancel();
            }
            case ENDED, DROPPED -> {}
        }
    }

    private static Failure brokenOff(Failure why) {
        return new Failure(
                Kind.UPSTREAM_BROKE_OFF,
                Kind.UPSTREAM_BROKE_OFF.status(),
                why.message(),
                Optional.empty(),
                why.kind() == Kind.UPSTREAM_FAILED ? Optional.empty() : why.code(),
                Optional.empty());
    }

    private Failure failed(String what) {
        return Failure.of(Kind.UPSTREAM_FAILED, "The upstream '" + upstream + "' " + what + ".");
    }
}
