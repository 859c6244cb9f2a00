package dev.headgate.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Function;

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

    /**
     * A stream whose texts go through rewriters, to be read instead of this one. An event in which no text changes stays
     * in the very bytes it came in; in the others all stays but the texts. What a rewriter gives out at the end of its
     * lane stands in the event that ends it, or in an event of its own before that. May be applied several times, each
     * seeing what the one before has left.
     *
     * @param rewriters gives the rewriter of a lane when its first text has come
     */
    EventStream map(Function<Lane, StreamRewriter> rewriters);

    /** Gives the answer up and resets the upstream. Nothing is delivered afterwards. */
    void cancel();

    /** One event, valid during the call it is passed to. */
    interface Event {
        /** The event's name, empty when it has none. */
        String name();

        /** The event's data as UTF-8 text. */
        String data();

        /** Hands over the event's data where it stands, to be looked through without making a text of it. */
        default void read(Bytes reader) {
            byte[] utf8 = data().getBytes(StandardCharsets.UTF_8);
            reader.accept(utf8, 0, utf8.length);
        }
    }

    /** Looks at bytes that are valid during the call only, and must not be altered. */
    @FunctionalInterface
    interface Bytes {
        void accept(byte[] array, int from, int to);
    }
}
