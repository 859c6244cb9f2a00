package dev.headgate.upstream;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.GatewayException;
import dev.headgate.api.Usage;
import dev.headgate.credential.Proof;
import dev.headgate.dialect.Reading;
import dev.headgate.dialect.Translator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.Vectors;
import dev.headgate.provider.Classification;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One try at one upstream. A whole answer counts once it has been read to its end and judged; a stream once its first
 * content has arrived. Until then everything that goes wrong, under whatever status, is a failure of the attempt.
 * Confined to its event loop.
 */
public final class UpstreamAttempt implements Engine.Receiver, AnswerStream.Commit {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamAttempt.class);
    private static final String METHOD = "POST";
    private static final int MAX_ERROR_BYTES = 64 * 1024;
    private static final String JSON = "application/json";
    private static final String EVENTS = "text/event-stream";

    private final Loop loop;
    private final Upstream upstream;
    private final AttemptRequest request;
    private final Promise<UpstreamAnswer> outcome = Promise.promise();
    private final Admission admission;
    private final Load load;
    private final long begun;
    private final Watch watch;
    /** What was sent along last; null while it has to be waited for. */
    private @Nullable Credential credential;

    private Engine.@Nullable Call call;
    private Runnable stopWaiting = () -> {};
    private boolean again;
    private int status;
    private String contentType = "";
    private Optional<Duration> retryAfter = Optional.empty();
    private Function<String, Optional<String>> header = name -> Optional.empty();
    private @Nullable WholeBody whole;
    private @Nullable AnswerStream stream;
    private boolean over;

    UpstreamAttempt(Loop loop, Upstream upstream, AttemptRequest request, Admission admission, Load load) {
        this.loop = loop;
        this.upstream = upstream;
        this.request = request;
        this.admission = admission;
        this.load = load;
        this.begun = loop.clock().nanos();
        upstream.begun();
        load.begun();
        Duration first = min(limit(), request.remaining());
        this.watch = new Watch(loop, first.toNanos(), this::timedOut);
        begin();
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

    private void begin() {
        credential = admission.access().now(loop);
        if (credential != null) {
            call = send(credential);
        } else if (admission.access() instanceof FetchedCredential fetched) {
            stopWaiting = fetched.await(loop, new Waiting());
        }
    }

    /** Goes on when there is a credential. */
    private final class Waiting implements FetchedCredential.Waiter {
        @Override
        public void ready(Credential fetched) {
            credential = fetched;
            late(() -> call = send(fetched));
        }

        @Override
        public void failed(Failure why) {
            fail(why);
        }
    }

    /** Sends when whoever asked for the attempt has long had it. */
    private void late(Runnable sending) {
        try {
            sending.run();
        } catch (RuntimeException e) {
            LOG.error("upstream {}: an attempt could not be made", upstream.name(), e);
            outcome.tryFail(Failure.of(Kind.INTERNAL, "The gateway failed.").exception());
        }
    }

    private Engine.Call send(Credential sent) {
        try {
            return request.detour().orElse(upstream.engine()).send(loop, wireRequest(sent), this);
        } catch (RuntimeException e) {
            over = true;
            watch.stop();
            ended();
            admission.failed(Failure.of(Kind.INTERNAL, "An attempt could not be made."), 0, begun);
            throw e;
        }
    }

    private Engine.Request wireRequest(Credential sent) {
        String path = upstream.provider().path(request.operation(), request.model(), request.streaming());
        FixedHeaders headers = request.streaming() ? sent.streamed() : sent.whole();
        return new Engine.Request(
                METHOD,
                path,
                headers,
                sent.signer() == null ? request.headers() : signed(sent.signer(), path, headers),
                request.body(),
                min(request.limits().connect(), request.remaining()));
    }

    private List<Map.Entry<String, String>> signed(Proof.Signer signer, String path, FixedHeaders headers) {
        var all = new ArrayList<>(headers.entries());
        all.addAll(request.headers());
        var more = new ArrayList<>(request.headers());
        more.addAll(signer.sign(
                new Proof.Outgoing(METHOD, path, all, request.body()),
                loop.clock().now()));
        return more;
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
            header = answer::header;
            whole = new WholeBody(MAX_ERROR_BYTES);
        } else if (request.streaming()) {
            stream = new AnswerStream(
                    loop, upstream.name(), request, Objects.requireNonNull(call), status, this::meaning, this);
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
            cancelCall();
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
                ? request.translator().get().error(status, header, body)
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
        if (status >= 400 && afresh(error)) {
            return;
        }
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

    /** Sends the request once more where it was refused because our credential no longer is one. */
    private boolean afresh(UpstreamError error) {
        if (again
                || request.detour().isPresent()
                || credential == null
                || !(admission.access() instanceof FetchedCredential fetched)
                || !fetched.outlived(loop, credential, error)) {
            return false;
        }
        again = true;
        whole = null;
        status = 0;
        retryAfter = Optional.empty();
        late(this::begin);
        return true;
    }

    /** The upstream's name for what has been read as JSON, unless it called it something else. */
    private String json() {
        return sameShape() && contentType.startsWith(JSON) ? contentType : JSON;
    }

    private boolean sameShape() {
        return request.translator().map(Translator::sameShape).orElse(true);
    }

    /** What an error means, in words that show nothing of our credential. */
    private Failure meaning(UpstreamError error) {
        UpstreamError shown = error;
        for (String secret : secrets()) {
            shown = shown.without(secret);
        }
        Failure f = upstream.provider().classify(upstream.name(), shown, wait(shown));
        boolean withinSuccess = status < 400 && !shown.message().isEmpty();
        return f.kind() == Kind.UPSTREAM_FAILED && withinSuccess
                ? Failure.of(f.kind(), Classification.mask(shown.message()))
                : f;
    }

    private Optional<Duration> wait(UpstreamError error) {
        return retryAfter.or(error::retryDelay).or(() -> RetryAfter.said(error));
    }

    /** Whether an error's text shows nothing of our credential or of whom we are to the provider. */
    private boolean harmless(String text) {
        return Classification.mask(text).equals(text)
                && secrets().stream().noneMatch(s -> UpstreamError.shows(text, s));
    }

    private List<String> secrets() {
        return credential == null ? List.of() : credential.secrets();
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
        boolean asItCame = sameShape() && contentType.startsWith(EVENTS);
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
        stopWaiting.run();
        cancelCall();
        outcome.fail(why.exception());
    }

    private void cancelCall() {
        if (call != null) {
            call.cancel();
        }
    }

    private void ended() {
        upstream.ended();
        load.ended();
        admission.over();
    }
}
