package dev.headgate.http;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.http.transport.ClientRequest;
import dev.headgate.upstream.Loop;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.Consumer;

/** Reads a request's body into one array, within a length and a time. Confined to its event loop. */
final class BodyReader implements ClientRequest.Reader {
    private static final int FIRST_GUESS = 4 * 1024;
    private static final int TRUSTED_LENGTH = 1024 * 1024;

    private final Loop loop;
    private final HttpLimits limits;
    private final Consumer<Body> whole;
    private final Consumer<Failure> refused;
    private long timer = -1;
    private boolean over;
    private byte[] bytes;
    private int length;

    private BodyReader(Loop loop, HttpLimits limits, int expected, Consumer<Body> whole, Consumer<Failure> refused) {
        this.loop = loop;
        this.limits = limits;
        this.whole = whole;
        this.refused = refused;
        this.bytes = new byte[expected];
    }

    /**
     * Reads the body.
     *
     * @param whole told the body; nothing is told of one that breaks off with its connection
     * @param refused told TOO_LARGE, or INVALID_REQUEST with status 408
     * @return runs when the client has gone
     */
    static Runnable read(
            Loop loop, HttpLimits limits, ClientRequest request, Consumer<Body> whole, Consumer<Failure> refused) {
        String announced = request.header("content-length");
        // No memory is set aside for a long body before it has come.
        int expected = announced == null ? FIRST_GUESS : (int) Math.min(Long.parseLong(announced), TRUSTED_LENGTH);
        var reader = new BodyReader(loop, limits, expected, whole, refused);
        request.read(reader);
        return reader::over;
    }

    @Override
    public void bytes(ByteBuf part) {
        if (over) {
            return;
        }
        int more = part.readableBytes();
        if (length + (long) more > limits.maxRequest()) {
            bytes = new byte[0];
            over();
            refused.accept(Edge.tooLarge(limits.maxRequest()));
            return;
        }
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
        part.getBytes(part.readerIndex(), bytes, length, more);
        length += more;
    }

    /** Most bodies are there with their head; only the others are given a time. */
    @Override
    public void waiting() {
        if (timer < 0 && !over) {
            timer = loop.vertx().setTimer(limits.bodyTimeout().toMillis(), t -> tooSlow());
        }
    }

    @Override
    public void end() {
        if (!over) {
            over();
            whole.accept(Body.wrap(length == bytes.length ? bytes : Arrays.copyOf(bytes, length)));
        }
    }

    private void over() {
        over = true;
        if (timer >= 0) {
            loop.vertx().cancelTimer(timer);
            timer = -1;
        }
    }

    private void tooSlow() {
        if (over) {
            return;
        }
        over();
        refused.accept(Failure.of(
                        Kind.INVALID_REQUEST,
                        "The request body did not arrive within "
                                + limits.bodyTimeout().toSeconds() + " s.")
                .withStatus(408));
    }
}
