package dev.headgate.upstream;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What carries a request to an upstream and its answer back, as bytes. It knows no wire format. */
public interface Engine {
    /**
     * A request ready to be sent; every text in it is already fit for the wire.
     *
     * @param method a name in capitals, the same object each time
     * @param path below the upstream's base
     * @param headers those that many requests have alike
     * @param more those of this one, names in lower case
     * @param connect how long a connection may be waited for
     */
    record Request(
            String method,
            String path,
            FixedHeaders headers,
            List<Map.Entry<String, String>> more,
            Body body,
            Duration connect) {}

    /** The head of an answer. */
    interface Answer {
        int status();

        /** The first header of this name, given in lower case. */
        Optional<String> header(String name);
    }

    /**
     * Whoever waits for an answer: told its head, then its bytes in any number of pieces, then its end; or, at any
     * point, that it failed and nothing more will come. On the request's loop, and never before {@link Engine#send} has
     * returned.
     */
    interface Receiver {
        void head(Answer answer);

        /** The next bytes of the body; the array is theirs only during the call. */
        void bytes(byte[] array, int from, int to);

        /** What has arrived so far has been handed over; more may follow at any time. */
        void settled();

        /** The body has ended as its framing says. */
        void end();

        /**
         * Nothing more will come.
         *
         * @param why UPSTREAM_UNREACHABLE when nothing was sent, UPSTREAM_TIMEOUT when no connection could be had in
         *     time, else UPSTREAM_FAILED
         */
        void failed(Failure why);
    }

    /** A request under way. */
    interface Call {
        /** Ends the request and its answer at once, at any time, any number of times. Nothing more is told then. */
        void cancel();

        /** Hands over no more of the body and, before long, reads no more of it either. */
        void pause();

        /** Undoes a pause; what had arrived may be handed over during this call. */
        void resume();
    }

    /** Sends a request; its answer arrives on the same loop. */
    Call send(Loop loop, Request request, Receiver receiver);

    /** The connections open now. */
    int connections();

    void close();
}
