package dev.headgate.dialect;

import dev.headgate.api.Body;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Carries one request to another wire format and its answer back: the request, and then a whole answer, a stream or an
 * error. Made per attempt; not thread-safe. Pure but for what it keeps for the caller's next turn.
 */
public interface Translator {
    /**
     * A request in the other format.
     *
     * @param dropped members of the caller's that have no place in it
     */
    record Request(Body body, List<String> dropped) {
        public Request {
            dropped = List.copyOf(dropped);
        }
    }

    /** What a whole answer with a success status turns out to be. */
    sealed interface Answer {
        /** An answer, in the hub's shape. */
        record Translated(Body body) implements Answer {}

        /** An error in the clothes of a success. */
        record Refused(UpstreamError error) implements Answer {}

        /** Not an answer of the other format; {@code reason} may be shown. */
        record Malformed(String reason) implements Answer {}
    }

    /**
     * The request to send.
     *
     * @throws dev.headgate.api.GatewayException INVALID_REQUEST when it cannot be asked in the other format, or not
     *     without leaving out what the caller insists on
     */
    Request request();

    /** What a whole answer with a success status says. */
    Answer answer(Body body);

    /** Whether what it brings is in the hub's own shape already, so that errors and their types are the upstream's. */
    default boolean sameShape() {
        return false;
    }

    /** What an answer with an error status says. */
    UpstreamError error(int status, Body body);

    /**
     * What an answer with an error status says, where the format has a part of it in a header.
     *
     * @param header gives the header of the answer of this name, in lower case
     */
    default UpstreamError error(int status, Function<String, Optional<String>> header, Body body) {
        return error(status, body);
    }

    /** What makes chat chunks of a streamed answer. Only a chat is ever streamed. */
    default StreamStage stream() {
        throw new IllegalStateException("nothing but a chat is streamed");
    }
}
