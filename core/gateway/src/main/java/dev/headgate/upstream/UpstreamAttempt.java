package dev.headgate.upstream;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.GatewayException;
import dev.headgate.api.Usage;
import dev.headgate.dialect.Reading;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.provider.Classification;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One try at one upstream. A whole answer counts once it has been read to its end and judged; a stream once its first
 * content has arrived. Until then everything that goes wrong, under whatever status, is a failure of the attempt.
 * Confined to its event loop.
 */
public final class UpstreamAttempt {
    private static final int MAX_ERROR_BYTES = 64 * 1024;
    private static final String JSON = "application/json";

    private final Loop loop;
    private final Upstream upstream;
    private final AttemptRequest request;
    private final Promise<UpstreamAnswer> outcome = Promise.promise();
    private final Optional<String> credential;
    private final Engine.Call call;
    private final Watch watch;
    private int status;
    private boolean over;

    UpstreamAttempt(Loop loop, Upstream upstream, AttemptRequest request) {
        this.loop = loop;
        this.upstream = upstream;
        this.request = request;
        this.credential = upstream.credential();
        upstream.begun();
        Duration first =
                request.streaming() ? min(request.limits().firstToken(), request.remaining()) : request.remaining();
        this.watch = new Watch(loop, first, this::timedOut);
        this.call = send();
        call.answer().onComplete(a -> {
            if (over) {
                return;
            }
            if (a.failed()) {
                fail(a.cause());
            } else {
                head(a.result());
            }
        });
    }

    /** Fails with a {@link GatewayException}. */
    public Future<UpstreamAnswer> outcome() {
        return outcome.future();
    }

    /** The upstream's HTTP status, 0 until it is known. */
    public int status() {
        return status;
    }

    /** Gives the attempt up; a stream that was already handed over is cancelled by itself. */
    public void cancel() {
        if (!over) {
            fail(Failure.of(Kind.CLIENT_GONE, "The caller has gone.").exception());
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private Engine.Call send() {
        try {
            return upstream.engine().send(loop, wireRequest());
        } catch (RuntimeException e) {
            watch.stop();
            upstream.ended();
            throw e;
        }
    }

    private Engine.Request wireRequest() {
        var headers = new ArrayList<Map.Entry<String, String>>();
        headers.add(Map.entry("content-type", JSON));
        headers.add(Map.entry("accept", request.streaming() ? "text/event-stream" : JSON));
        headers.add(Map.entry("accept-encoding", "identity"));
        headers.add(Map.entry("user-agent", "headgate"));
        headers.addAll(request.headers());
        headers.addAll(upstream.headers());
        credential.map(upstream.provider()::authorization).ifPresent(headers::add);
        return new Engine.Request(
                upstream.provider().path(request.operation(), request.model()),
                headers,
                request.body(),
                min(request.limits().connect(), request.remaining()));
    }

    private void timedOut() {
        boolean total = !request.streaming()
                || request.remaining().compareTo(request.limits().firstToken()) <= 0;
        fail(Failure.of(
                        Kind.UPSTREAM_TIMEOUT,
                        "The upstream '" + upstream.name() + "' did not answer within the time limit"
                                + (total ? "." : " for the first token."))
                .exception());
    }

    private void head(Engine.Answer answer) {
        status = answer.status();
        String contentType = answer.header("content-type").orElse("");
        if (status < 200 || status > 599 || (status >= 300 && status < 400)) {
            fail(failed("answered with status " + status).exception());
        } else if (answer.header("content-encoding")
                .filter(e -> !e.equalsIgnoreCase("identity"))
                .isPresent()) {
            fail(failed("sent a compressed answer that was not asked for").exception());
        } else if (status >= 400) {
            readError(answer, contentType);
        } else if (request.streaming()) {
            stream(answer, contentType);
        } else {
            readWhole(answer, contentType);
        }
    }

    private Failure failed(String what) {
        return Failure.of(Kind.UPSTREAM_FAILED, "The upstream '" + upstream.name() + "' " + what + ".");
    }

    // ---- whole answers

    private void readWhole(Engine.Answer answer, String contentType) {
        var bytes = new BoundedBody(answer, upstream.maxResponse());
        bytes.read(() -> watch.limit(min(request.limits().idle(), request.remaining())))
                .onFailure(e -> fail(failed("broke off its answer").exception()))
                .onSuccess(body -> {
                    if (body.isEmpty()) {
                        fail(failed("sent an answer that is too long").exception());
                        return;
                    }
                    judge(contentType, body.get());
                });
    }

    private void judge(String contentType, Body body) {
        switch (request.dialect().readAnswer(request.operation(), body)) {
            case Reading.Answer a ->
                succeed(new UpstreamAnswer.Whole(status, json(contentType), body, a.usage(), Optional.empty()));
            case Reading.Refused e -> refuse(e.error(), body, contentType, Optional.empty());
            case Reading.Malformed m ->
                fail(failed("gave an answer that cannot be used: " + m.reason()).exception());
        }
    }

    private void readError(Engine.Answer answer, String contentType) {
        Optional<Duration> retryAfter = RetryAfter.of(answer, loop.clock().now());
        new BoundedBody(answer, MAX_ERROR_BYTES)
                .read(() -> {})
                .otherwise(Optional.empty())
                .onSuccess(body -> {
                    if (body.isEmpty()) {
                        call.cancel();
                    }
                    Body b = body.orElse(Body.EMPTY);
                    refuse(request.dialect().readError(status, b), b, contentType, retryAfter);
                });
    }

    private void refuse(UpstreamError error, Body body, String contentType, Optional<Duration> retryAfter) {
        Failure failure = meaning(error, retryAfter);
        if (failure.kind() != Kind.UPSTREAM_REJECTED) {
            fail(failure.exception());
            return;
        }
        boolean asItCame = error.complete() && status >= 400 && harmless(body.text());
        Body shown = asItCame ? body : request.dialect().renderError(failure);
        String type = asItCame ? json(contentType) : JSON;
        succeed(new UpstreamAnswer.Whole(failure.status(), type, shown, Usage.NONE, Optional.of(failure)));
    }

    /** The upstream's name for what has been read as JSON, unless it called it something else. */
    private static String json(String contentType) {
        return contentType.startsWith(JSON) ? contentType : JSON;
    }

    /** What an error means, in words that show nothing of our credential. */
    private Failure meaning(UpstreamError error, Optional<Duration> retryAfter) {
        UpstreamError shown = credential.map(error::without).orElse(error);
        Failure f = upstream.provider().classify(upstream.name(), shown, retryAfter);
        boolean withinSuccess = status < 400 && !shown.message().isEmpty();
        return f.kind() == Kind.UPSTREAM_FAILED && withinSuccess
                ? Failure.of(f.kind(), Classification.mask(shown.message()))
                : f;
    }

    /** Whether an error's text shows nothing of our credential or of whom we are to the provider. */
    private boolean harmless(String text) {
        return Classification.mask(text).equals(text)
                && credential.filter(c -> UpstreamError.shows(text, c)).isEmpty();
    }

    // ---- streams

    private void stream(Engine.Answer answer, String contentType) {
        var events = new AnswerStream(loop, upstream.name(), request, call, answer, e -> meaning(e, Optional.empty()));
        events.committed().onComplete(c -> {
            if (over) {
                return;
            }
            if (c.failed()) {
                fail(c.cause());
            } else {
                over = true;
                watch.stop();
                events.whenOver(upstream::ended);
                String type = contentType.startsWith("text/event-stream") ? contentType : "text/event-stream";
                outcome.complete(new UpstreamAnswer.Streamed(status, type, events));
            }
        });
        events.begin();
    }

    // ---- the one way out

    private void succeed(UpstreamAnswer answer) {
        if (over) {
            return;
        }
        over = true;
        watch.stop();
        upstream.ended();
        outcome.complete(answer);
    }

    private void fail(@Nullable Throwable cause) {
        if (over) {
            return;
        }
        over = true;
        watch.stop();
        upstream.ended();
        call.cancel();
        outcome.fail(cause instanceof GatewayException g ? g : failed("failed").exception());
    }

    /** Reads a whole body into one array, up to a bound. */
    private static final class BoundedBody {
        private final Engine.Answer answer;
        private final long max;
        private final List<byte[]> parts = new ArrayList<>();
        private long length;

        BoundedBody(Engine.Answer answer, long max) {
            this.answer = answer;
            this.max = max;
        }

        /** The body, or empty when it is longer than the bound. */
        Future<Optional<Body>> read(Runnable progress) {
            Promise<Optional<Body>> done = Promise.promise();
            answer.body().handler(chunk -> {
                progress.run();
                length += chunk.length();
                if (length > max) {
                    done.tryComplete(Optional.empty());
                } else {
                    parts.add(chunk.getBytes());
                }
            });
            answer.body().exceptionHandler(done::tryFail);
            answer.body().endHandler(v -> done.tryComplete(Optional.of(join())));
            answer.body().resume();
            return done.future();
        }

        private Body join() {
            if (parts.size() == 1) {
                return Body.wrap(parts.getFirst());
            }
            byte[] all = new byte[(int) length];
            int at = 0;
            for (byte[] part : parts) {
                System.arraycopy(part, 0, all, at, part.length);
                at += part.length;
            }
            return Body.wrap(all);
        }
    }
}
