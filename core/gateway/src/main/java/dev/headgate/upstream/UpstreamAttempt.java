package dev.headgate.upstream;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.GatewayException;
import dev.headgate.api.Usage;
import dev.headgate.dialect.Reading;
import dev.headgate.dialect.Translator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.Vectors;
import dev.headgate.provider.Classification;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One try at one upstream. A whole answer counts once it has been read to its end and judged; a stream once its first
 * content has arrived. Until then everything that goes wrong, under whatever status, is a failure of the attempt.
 * Confined to its event loop.
 */
public final class UpstreamAttempt implements Engine.Receiver, AnswerStream.Commit {
    private static final int MAX_ERROR_BYTES = 64 * 1024;
    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream";

    private final Loop loop;
    private final Upstream upstream;
    private final AttemptRequest request;
    private final Promise<UpstreamAnswer> outcome = Promise.promise();
    private final Admission admission;
    private final Load load;
    private final Credential credential;
    private final long begun;
    private final Engine.Call call;
    private final Watch watch;
    private int status;
    private String contentType = "";
    private Optional<Duration> retryAfter = Optional.empty();
    private @Nullable WholeBody whole;
    private @Nullable AnswerStream stream;
    private boolean over;

    UpstreamAttempt(Loop loop, Upstream upstream, AttemptRequest request, Admission admission, Load load) {
        this.loop = loop;
        this.upstream = upstream;
        this.request = request;
        this.admission = admission;
        this.load = load;
        this.credential = admission.credential();
        this.begun = loop.clock().nanos();
        upstream.begun();
        load.begun();
        Duration first = min(limit(), request.remaining());
        this.watch = new Watch(loop, first.toNanos(), this::timedOut);
        this.call = send();
    }

    /** Fails with a {@link GatewayException}. */
    public Future<UpstreamAnswer> outcome() {
        return outcome.future();
    }

    /** The upstream's HTTP status, 0 until it is known. */
    public int status() {
        return status;
    }

    /** Tokens that a stream has reported so far, also when it came to nothing. */
    public Usage usage() {
        return stream == null ? Usage.NONE : stream.usage();
    }

    /** Gives the attempt up; a stream that was already handed over is cancelled by itself. */
    public void cancel() {
        if (!over) {
            fail(Failure.of(Kind.CLIENT_GONE, "The caller has gone."));
        }
    }

    /** Gives the attempt up because another target has answered first. */
    public void outrun() {
        if (!over) {
            fail(Failure.of(Kind.OUTRUN, "Another target answered first."));
        }
    }

    /** The route's limit for the wait until the answer counts. */
    private Duration limit() {
        return request.streaming()
                ? request.limits().firstToken()
                : request.limits().answer();
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private Engine.Call send() {
        try {
            return request.detour().orElse(upstream.engine()).send(loop, wireRequest(), this);
        } catch (RuntimeException e) {
            over = true;
            watch.stop();
            ended();
            admission.failed(Failure.of(Kind.INTERNAL, "An attempt could not be made."), 0, begun);
            throw e;
        }
    }

    private Engine.Request wireRequest() {
        return new Engine.Request(
                upstream.provider().path(request.operation(), request.model(), request.streaming()),
                request.streaming() ? credential.streamed() : credential.whole(),
                request.headers(),
                request.body(),
                min(request.limits().connect(), request.remaining()));
    }

    private void timedOut() {
        boolean total = request.remaining().compareTo(limit()) <= 0;
        String which = total ? "." : request.streaming() ? " for the first token." : " for an answer.";
        fail(Failure.of(
                Kind.UPSTREAM_TIMEOUT,
                "The upstream '" + upstream.name() + "' did not answer within the time limit" + which));
    }

    private Failure failure(String what) {
        return Failure.of(Kind.UPSTREAM_FAILED, "The upstream '" + upstream.name() + "' " + what + ".");
    }

    // ---- told by the engine

    @Override
    public void head(Engine.Answer answer) {
        status = answer.status();
        contentType = answer.header("content-type").orElse("");
        if (status < 200 || status > 599 || (status >= 300 && status < 400)) {
            fail(failure("answered with status " + status));
        } else if (answer.header("content-encoding")
                .filter(e -> !e.equalsIgnoreCase("identity"))
                .isPresent()) {
            fail(failure("sent a compressed answer that was not asked for"));
        } else if (status >= 400) {
            retryAfter = RetryAfter.of(answer, loop.clock().now());
            whole = new WholeBody(MAX_ERROR_BYTES);
        } else if (request.streaming()) {
            stream = new AnswerStream(loop, upstream.name(), request, call, status, this::meaning, this);
        } else {
            whole = new WholeBody(upstream.maxResponse());
        }
    }

    @Override
    public void bytes(byte[] array, int from, int to) {
        if (stream != null) {
            stream.bytes(array, from, to);
        } else if (whole != null && !over && !whole.add(array, from, to)) {
            tooLong();
        }
    }

    @Override
    public void settled() {
        if (stream != null) {
            stream.settled();
        } else if (!over && status < 400) {
            watch.limit(min(request.limits().idle(), request.remaining()).toNanos());
        }
    }

    @Override
    public void end() {
        if (stream != null) {
            stream.ended(true);
        } else if (whole != null && !over) {
            complete(whole.body());
        }
    }

    @Override
    public void failed(Failure why) {
        if (stream != null) {
            stream.ended(false);
        } else if (status == 0) {
            fail(why);
        } else if (status >= 400) {
            complete(Body.EMPTY); // its status says enough
        } else {
            fail(failure("broke off its answer"));
        }
    }

    // ---- whole answers

    private void tooLong() {
        if (status < 400) {
            fail(failure("sent an answer that is too long"));
        } else {
            call.cancel();
            complete(Body.EMPTY);
        }
    }

    private void complete(Body body) {
        if (over) {
            return;
        }
        if (status >= 400) {
            refuse(error(body), body);
        } else if (request.translator().isPresent()) {
            translate(request.translator().get(), body);
        } else {
            judge(body);
        }
    }

    private UpstreamError error(Body body) {
        return request.translator().isPresent()
                ? request.translator().get().error(status, body)
                : request.dialect().readError(status, body);
    }

    private void translate(Translator translator, Body body) {
        switch (translator.answer(body)) {
            case Translator.Answer.Translated t -> judge(t.body());
            case Translator.Answer.Refused e -> refuse(e.error(), body);
            case Translator.Answer.Malformed m -> fail(failure("gave an answer that cannot be used: " + m.reason()));
        }
    }

    private void judge(Body body) {
        switch (request.dialect().readAnswer(request.operation(), body)) {
            case Reading.Answer a ->
                shown(body)
                        .ifPresentOrElse(
                                b -> succeed(new UpstreamAnswer.Whole(status, json(), b, a.usage(), Optional.empty())),
                                () -> fail(failure("gave an answer that cannot be used: its vectors are no numbers")));
            case Reading.Refused e -> refuse(e.error(), body);
            case Reading.Malformed m -> fail(failure("gave an answer that cannot be used: " + m.reason()));
        }
    }

    /** What the caller is to see: vectors in base64 where they are wanted so, whoever puts them into it. */
    private Optional<Body> shown(Body body) {
        return request.base64() ? Vectors.inBase64(body) : Optional.of(body);
    }

    private void refuse(UpstreamError error, Body body) {
        Failure failure = meaning(error);
        if (failure.kind() != Kind.UPSTREAM_REJECTED) {
            fail(failure);
            return;
        }
        boolean asItCame = error.complete() && status >= 400 && harmless(body.text());
        Body shown = asItCame ? body : request.dialect().renderError(failure);
        String type = asItCame ? json() : JSON;
        succeed(new UpstreamAnswer.Whole(failure.status(), type, shown, Usage.NONE, Optional.of(failure)));
    }

    /** The upstream's name for what has been read as JSON, unless it called it something else. */
    private String json() {
        return request.translator().isEmpty() && contentType.startsWith(JSON) ? contentType : JSON;
    }

    /** What an error means, in words that show nothing of our credential. */
    private Failure meaning(UpstreamError error) {
        UpstreamError shown = credential.secret().map(error::without).orElse(error);
        Failure f = upstream.provider().classify(upstream.name(), shown, retryAfter.or(shown::retryDelay));
        boolean withinSuccess = status < 400 && !shown.message().isEmpty();
        return f.kind() == Kind.UPSTREAM_FAILED && withinSuccess
                ? Failure.of(f.kind(), Classification.mask(shown.message()))
                : f;
    }

    /** Whether an error's text shows nothing of our credential or of whom we are to the provider. */
    private boolean harmless(String text) {
        return Classification.mask(text).equals(text)
                && credential.secret().filter(c -> UpstreamError.shows(text, c)).isEmpty();
    }

    // ---- streams

    @Override
    public void committed() {
        if (over || stream == null) {
            return;
        }
        over = true;
        watch.stop();
        long now = loop.clock().nanos();
        load.latency().waited(now - begun, now);
        admission.answered(true, now);
        AnswerStream events = stream;
        stream.whenOver(() -> {
            ended();
            long end = loop.clock().nanos();
            events.failure().ifPresentOrElse(f -> admission.failed(f, 0, end), () -> admission.streamed(end));
        });
        boolean asItCame = request.translator().isEmpty() && contentType.startsWith(EVENTS);
        String type = asItCame ? contentType : EVENTS;
        outcome.complete(new UpstreamAnswer.Streamed(status, type, stream));
    }

    @Override
    public void nothingCame(Failure why) {
        fail(why);
    }

    // ---- the one way out

    private void succeed(UpstreamAnswer answer) {
        if (over) {
            return;
        }
        over = true;
        watch.stop();
        ended();
        admission.answered(false, loop.clock().nanos());
        outcome.complete(answer);
    }

    private void fail(Failure why) {
        if (over) {
            return;
        }
        over = true;
        watch.stop();
        ended();
        long now = loop.clock().nanos();
        if (why.kind() == Kind.UPSTREAM_TIMEOUT) {
            load.latency().waited(now - begun, now);
        }
        admission.failed(why, status, now);
        call.cancel();
        outcome.fail(why.exception());
    }

    private void ended() {
        upstream.ended();
        load.ended();
        admission.over();
    }
}
