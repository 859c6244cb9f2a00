package dev.headgate.upstream;

import dev.headgate.api.EventStream;
import dev.headgate.api.Failure;
import dev.headgate.api.Lane;
import dev.headgate.api.StreamRewriter;
import dev.headgate.api.Usage;
import dev.headgate.dialect.UpstreamError;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A streamed answer on its way from the upstream. It is held back until its first event that bears content; with that
 * event it is committed, and from then on whole events are handed on in the bytes they came in.
 *
 * <p>It ends well only at its format's end mark, or, when every choice has finished, at the end of the bytes; the
 * missing mark is then added. Anything else is a failure: of the attempt before the commit, of the stream after it.
 * Reading stops whenever the reader has enough. What comes in is judged by its {@link StreamIntake}; this is the side
 * of whoever reads it. Confined to its event loop.
 */
public final class AnswerStream implements EventStream {
    private final StreamIntake intake;
    private final EventTaps taps = new EventTaps();
    private long demand;
    private boolean delivering;
    private boolean ended;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private @Nullable Runnable whenOver;

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
        this(loop, upstream, request, call, status, meaning, commit, LeastPace.WINDOW);
    }

    /** @param paceWindow how long the least pace is measured before it counts */
    AnswerStream(
            Loop loop,
            String upstream,
            AttemptRequest request,
            Engine.Call call,
            int status,
            Function<UpstreamError, Failure> meaning,
            Commit commit,
            Duration paceWindow) {
        this.intake =
                new StreamIntake(loop, upstream, request, call, status, meaning, commit, paceWindow, this::deliver);
    }

    /** Runs once, when the stream has ended in whatever way. */
    void whenOver(Runnable action) {
        if (ended) {
            action.run();
        } else {
            whenOver = action;
        }
    }

    /** Why it ended after the commit without having been complete, when it did. */
    Optional<Failure> failure() {
        return intake.failure();
    }

    /** Tokens as far as the upstream has reported them. */
    public Usage usage() {
        return intake.usage();
    }

    /** The mean pause between events that bear content, or empty when there were fewer than two. */
    public Optional<Duration> meanPause() {
        return intake.meanPause();
    }

    // ---- from the upstream

    /** The next bytes as they came; what they hold is handed on with {@link #settled}. */
    void bytes(byte[] b, int from, int to) {
        intake.bytes(b, from, to);
        if (intake.ended()) {
            deliver(); // a call that was given up tells no more, not even that all has been handed over
        }
    }

    /** All that has arrived has been handed over. */
    void settled() {
        deliver();
    }

    /**
     * The bytes have ended.
     *
     * @param orderly as their framing says, not by a breach
     */
    void ended(boolean orderly) {
        intake.bytesEnded(orderly);
        deliver();
    }

    // ---- to the reader

    private void deliver() {
        if (delivering || ended || !intake.committed()) {
            return;
        }
        delivering = true;
        try {
            while (demand > 0 && intake.waiting() && handler != null && !ended) {
                if (demand != Long.MAX_VALUE) {
                    demand--;
                }
                Buffer next = intake.take();
                taps.show(next);
                handler.handle(next);
            }
            if (intake.ended() && !intake.waiting() && !ended && demand > 0) {
                finish();
            }
        } finally {
            delivering = false;
        }
        if (!ended) {
            // Reads on only while more is wanted. After the end the rest is thrown away; reading it gives the
            // connection back.
            intake.hold(demand == 0 && !intake.ended());
        }
    }

    private void finish() {
        ended = true;
        intake.hold(false);
        over();
        Optional<Failure> failure = intake.failure();
        if (failure.isPresent()) {
            if (exceptionHandler != null) {
                exceptionHandler.handle(failure.get().exception());
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
            intake.giveUp();
            over();
        }
    }

    @Override
    public EventStream tap(Consumer<Event> watcher) {
        taps.add(watcher);
        return this;
    }

    @Override
    public EventStream map(Function<Lane, StreamRewriter> rewriters) {
        return new RewrittenStream(this, intake::rewriter, rewriters);
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
}
