package dev.headgate.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.function.Consumer;

/**
 * A streamed answer: raw bytes in whole events, never a part of one, until it ends. It begins paused.
 *
 * <p>It ends normally only when the wire format's own end has been seen; anything else is reported to the exception
 * handler as a {@link GatewayException}, after which nothing more is delivered.
 */
public interface EventStream extends ReadStream<Buffer> {
    /**
     * Lets {@code watcher} see each event's data before it is delivered, without being able to alter it. The bytes
     * are valid during the call only.
     */
    EventStream tap(Consumer<Event> watcher);

    /** Gives the answer up and resets the upstream. Nothing is delivered afterwards. */
    void cancel();

    /** One event, valid during the call it is passed to. */
    interface Event {
        /** The event's name, empty when it has none. */
        String name();

        /** The event's data as UTF-8 text. */
        String data();
    }
}
