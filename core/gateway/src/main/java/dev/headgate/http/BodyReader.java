package dev.headgate.http;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.upstream.Loop;
import dev.headgate.wire.Buffers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;

/** Reads a request's body into one array, within a length and a time. Confined to its event loop. */
final class BodyReader {
    private static final int FIRST_GUESS = 4 * 1024;
    private static final int TRUSTED_LENGTH = 1024 * 1024;

    private final HttpLimits limits;
    private final Promise<Body> done = Promise.promise();
    private final long timer;
    private byte[] bytes;
    private int length;

    private BodyReader(Loop loop, HttpLimits limits, int expected) {
        this.limits = limits;
        this.bytes = new byte[expected];
        this.timer = loop.vertx().setTimer(limits.bodyTimeout().toMillis(), t -> tooSlow());
    }

    /**
     * Reads the body, which must be paused or not have begun.
     *
     * @return fails with TOO_LARGE, or INVALID_REQUEST with status 408
     */
    static Future<Body> read(Loop loop, HttpLimits limits, HttpServerRequest request) {
        String announced = request.getHeader("content-length");
        // No memory is set aside for a long body before it has come.
        int expected = announced == null ? FIRST_GUESS : (int) Math.min(Long.parseLong(announced), TRUSTED_LENGTH);
        var reader = new BodyReader(loop, limits, expected);
        request.exceptionHandler(reader.done::tryFail);
        request.handler(reader::take);
        request.endHandler(v -> reader.complete());
        request.resume();
        return reader.done.future().onComplete(v -> loop.vertx().cancelTimer(reader.timer));
    }

    private void take(Buffer chunk) {
        if (done.future().isComplete()) {
            return;
        }
        if (length + (long) chunk.length() > limits.maxRequest()) {
            bytes = new byte[0];
            done.tryFail(Edge.tooLarge(limits.maxRequest()).exception());
            return;
        }
        Buffers.read(chunk, (b, from, to) -> {
            int more = to - from;
            if (bytes.length - length < more) {
                bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
            }
            System.arraycopy(b, from, bytes, length, more);
            length += more;
        });
    }

    private void complete() {
        done.tryComplete(Body.wrap(length == bytes.length ? bytes : Arrays.copyOf(bytes, length)));
    }

    private void tooSlow() {
        done.tryFail(Failure.of(
                        Kind.INVALID_REQUEST,
                        "The request body did not arrive within "
                                + limits.bodyTimeout().toSeconds() + " s.")
                .withStatus(408)
                .exception());
    }
}
