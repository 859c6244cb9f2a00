package dev.headgate.http;

import dev.headgate.api.Body;
import dev.headgate.api.EventStream;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import dev.headgate.upstream.Loop;
import dev.headgate.wire.Buffers;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Writes one answer, whole or streamed, no faster than the client takes it, and tells when it has ended or when the
 * client has left. Confined to its event loop.
 */
final class Answerer {
    private static final int MAX_DISCARDED_BYTES = 1024 * 1024;
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final int BROKEN = 0x2; // HTTP/2 INTERNAL_ERROR

    private final Loop loop;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final IntConsumer onEnded;
    private boolean begun;
    private long discarded;
    private long stallTimer = -1;

    /**
     * @param onEnded told the status once the answer has been handed over to the last byte
     */
    Answerer(Loop loop, HttpServerRequest request, String id, IntConsumer onEnded) {
        this.loop = loop;
        this.request = request;
        this.response = request.response();
        this.onEnded = onEnded;
        response.putHeader("x-request-id", id);
    }

    /** Runs {@code gone} when the client leaves before the answer has ended. */
    void onGone(Runnable gone) {
        response.closeHandler(v -> gone.run());
        response.exceptionHandler(e -> gone.run());
        request.exceptionHandler(e -> gone.run());
    }

    /** Adds a header to the answer; names in lower case. */
    void header(String name, String value) {
        response.putHeader(name, value);
    }

    void whole(int status, String contentType, Body body) {
        if (begun) {
            return;
        }
        begun = true;
        boolean keep = request.isEnded() || !mayHaveBody();
        response.setStatusCode(status).putHeader("content-type", contentType);
        if (!keep && request.version() != HttpVersion.HTTP_2) {
            response.putHeader("connection", "close");
        }
        response.end(Buffers.wrap(body.array())).onComplete(v -> {
            onEnded.accept(status);
            if (!keep) {
                linger();
            }
        });
    }

    private boolean mayHaveBody() {
        return request.headers().contains("content-length") || request.headers().contains("transfer-encoding");
    }

    /**
     * After an early refusal the client may still be sending. Closing at once could destroy the answer on its way, so a
     * little more is read and thrown away first.
     */
    private void linger() {
        if (request.version() == HttpVersion.HTTP_2) {
            return;
        }
        loop.vertx().setTimer(LINGER.toMillis(), t -> request.connection().close());
        if (request.isEnded()) {
            return;
        }
        request.handler(chunk -> {
            discarded += chunk.length();
            if (discarded > MAX_DISCARDED_BYTES) {
                request.connection().close();
            }
        });
        request.endHandler(v -> request.connection().close());
        request.resume();
    }

    /**
     * @param onBroken words the last event of a stream that has broken off
     */
    void stream(int status, EventStream events, Function<Failure, byte[]> onBroken) {
        if (begun) {
            events.cancel();
            return;
        }
        begun = true;
        response.setStatusCode(status)
                .putHeader("cache-control", "no-cache")
                .putHeader("x-accel-buffering", "no")
                .setWriteQueueMaxSize(HttpLimits.WRITE_QUEUE_BYTES);
        response.setChunked(true);
        events.handler(bytes -> {
            response.write(bytes);
            if (response.writeQueueFull()) {
                events.pause();
                stalled();
                response.drainHandler(v -> {
                    flowing();
                    events.resume();
                });
            }
        });
        events.endHandler(v -> response.end().onComplete(x -> onEnded.accept(status)));
        events.exceptionHandler(e -> {
            Failure failure = ((GatewayException) e).failure();
            response.write(Buffers.wrap(onBroken.apply(failure))).onComplete(x -> {
                onEnded.accept(status);
                abort();
            });
        });
        events.resume();
    }

    /** Ends the connection, or the HTTP/2 stream, without the end that would make the answer look complete. */
    private void abort() {
        if (request.version() == HttpVersion.HTTP_2) {
            response.reset(BROKEN);
        } else {
            request.connection().close();
        }
    }

    private void stalled() {
        if (stallTimer < 0) {
            stallTimer = loop.vertx()
                    .setTimer(
                            HttpLimits.LONGEST_WRITE_STALL.toMillis(),
                            t -> request.connection().close());
        }
    }

    private void flowing() {
        if (stallTimer >= 0) {
            loop.vertx().cancelTimer(stallTimer);
            stallTimer = -1;
        }
    }
}
