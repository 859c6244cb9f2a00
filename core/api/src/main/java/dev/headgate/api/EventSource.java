package dev.headgate.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;

/**
 * Events that a filter answers with itself, given out piece by piece as they are asked for. Asked on the event loop of the
 * exchange that is answered, which {@link Exchange#stream} makes a stream of them for.
 */
public interface EventSource {
    /**
     * The next whole events in the caller's wire format; nothing at all once the answer has come to its proper end. Not
     * asked again before it has answered.
     *
     * @return fails with a {@link GatewayException} when the answer breaks off
     */
    Future<Buffer> next();

    /** The reader has given up, and asks for nothing more. Called at most once, and not after the end. */
    void cancel();
}
