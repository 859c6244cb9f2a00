package dev.headgate.http;

import dev.headgate.api.Body;
import dev.headgate.api.EventStream;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import dev.headgate.upstream.Loop;
import dev.headgate.wire.Buffers;
import io.netty.channel.socket.DuplexChannel;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Writes one answer, whole or streamed, no faster than the client takes it, and tells when it has ended or when the
 * client has left. A client that takes nothing for too long has left. Confined to its event loop.
 */
final class Answerer {
    private static final int MAX_DISCARDED_BYTES = 1024 * 1024;
    private static final Duration LINGER = Duration.ofSeconds(1);
    private static final int BROKEN = 0x2; // HTTP/2 INTERNAL_ERROR

    private final Loop loop;
    private final Duration writeTimeout;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final IntConsumer onEnded;
    private Runnable onGone = () -> {};
    private boolean begun;
    private boolean last;
    private long discarded;
    private long stallTimer = -1;

    /**
     * @param writeTimeout how long the client may take nothing of what waits for it
     * @param onEnded told the status once the answer has been handed over to the last byte
     */
    Answerer(Loop loop, Duration writeTimeout, HttpServerRequest request, String id, IntConsumer onEnded) {
        this.loop = loop;
        this.writeTimeout = writeTimeout;
        this.request = request;
        this.response = request.response();
        this.onEnded = onEnded;
        response.putHeader("x-request-id", id);
    }

    /** Runs {@code gone} when the client leaves before the answer has ended; perhaps more than once. */
    void onGone(Runnable gone) {
        onGone = () -> {
            flowing();
            gone.run();
        };
        response.closeHandler(v -> onGone.run());
        response.exceptionHandler(e -> onGone.run());
        request.exceptionHandler(e -> onGone.run());
    }

    /** Adds a header to the answer; names in lower case. */
    void header(String name, String value) {
        response.putHeader(name, value);
    }

    /** Makes this answer the last one of its connection. */
    void last() {
        last = true;
    }

    void whole(int status, String contentType, Body body) {
        if (begun) {
            return;
        }
        begun = true;
        byte[] bytes = body.array();
        boolean keep = !last && (request.isEnded() || !announcesBody());
        response.setStatusCode(status)
                .putHeader("content-type", contentType)
                .putHeader("content-length", Integer.toString(bytes.length))
                .setWriteQueueMaxSize(HttpLimits.WRITE_QUEUE_BYTES);
        if (!keep && request.version() != HttpVersion.HTTP_2) {
            response.putHeader("connection", "close");
        }
        write(Buffers.wrap(bytes), 0, status, keep);
    }

    private boolean announcesBody() {
        String length = request.getHeader("content-length");
        return length == null ? request.headers().contains("transfer-encoding") : !length.equals("0");
    }

    /** Writes in pieces, each when the client has taken those before, so that its taking is seen. */
    private void write(Buffer bytes, int from, int status, boolean keep) {
        int at = from;
        while (bytes.length() - at > HttpLimits.WRITE_QUEUE_BYTES) {
            if (response.writeQueueFull()) {
                int next = at;
                stalled();
                response.drainHandler(v -> {
                    flowing();
                    write(bytes, next, status, keep);
                });
                return;
            }
            response.write(bytes.slice(at, at + HttpLimits.WRITE_QUEUE_BYTES));
            at += HttpLimits.WRITE_QUEUE_BYTES;
        }
        whenTaken(response.end(at == 0 ? bytes : bytes.slice(at, bytes.length())), () -> {
            onEnded.accept(status);
            if (!keep) {
                linger();
            }
        });
    }

    private void whenTaken(Future<Void> written, Runnable then) {
        if (!written.isComplete()) {
            stalled();
        }
        written.onComplete(v -> {
            flowing();
            if (v.succeeded()) {
                then.run();
            } else {
                onGone.run();
            }
        });
    }

    /**
     * After an early refusal the client may still be sending. Closing at once could destroy the answer on its way, so
     * our half is closed first, and a little more is read and thrown away.
     */
    private void linger() {
        if (request.version() == HttpVersion.HTTP_2) {
            return;
        }
        loop.vertx().setTimer(LINGER.toMillis(), t -> request.connection().close());
        if (!request.isEnded()) {
            request.handler(chunk -> {
                discarded += chunk.length();
                if (discarded > MAX_DISCARDED_BYTES) {
                    request.connection().close();
                }
            });
            request.exceptionHandler(e -> request.connection().close());
            request.endHandler(v -> request.connection().close());
            request.resume();
        }
        if (request.connection() instanceof Http1ServerConnection http1
                && !http1.isSsl()
                && http1.channelHandlerContext().channel() instanceof DuplexChannel channel) {
            var _ = channel.shutdownOutput();
        }
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
        events.endHandler(v -> whenTaken(response.end(), () -> onEnded.accept(status)));
        events.exceptionHandler(e -> {
            Failure failure = ((GatewayException) e).failure();
            whenTaken(response.write(Buffers.wrap(onBroken.apply(failure))), () -> {
                onEnded.accept(status);
                abort();
            });
        });
        events.resume();
    }

    /** Ends the connection, or the HTTP/2 stream, without the end that would make the answer look complete. */
    private void abort() {
        if (request.connection() instanceof Http1ServerConnection http1) {
            // From below the connection's handler, which would first wait for the client to take what is queued.
            var _ = http1.channelHandlerContext().close();
        } else {
            response.reset(BROKEN);
        }
    }

    private void stalled() {
        if (stallTimer < 0) {
            stallTimer = loop.vertx().setTimer(writeTimeout.toMillis(), t -> {
                stallTimer = -1;
                abort();
            });
        }
    }

    private void flowing() {
        if (stallTimer >= 0) {
            loop.vertx().cancelTimer(stallTimer);
            stallTimer = -1;
        }
    }
}
