package dev.headgate.upstream;

import dev.headgate.api.Body;
import dev.headgate.api.GatewayException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What carries a request to an upstream and its answer back, as bytes. It knows no wire format. */
public interface Engine {
    /** A request ready to be sent; every text in it is already fit for the wire. */
    record Request(String path, List<Map.Entry<String, String>> headers, Body body, Duration connect) {}

    /** An answer whose head has arrived; its body is paused. */
    interface Answer {
        int status();

        /** The first header of this name, given in lower case. */
        Optional<String> header(String name);

        ReadStream<Buffer> body();
    }

    /** A request under way. */
    interface Call {
        /**
         * Fails with a {@link GatewayException}: UPSTREAM_UNREACHABLE when nothing was sent, UPSTREAM_TIMEOUT when no
         * connection could be had in time, else UPSTREAM_FAILED.
         */
        Future<Answer> answer();

        /** Ends the request and its answer at once, at any time, any number of times. */
        void cancel();
    }

    /** Sends a request; its answer arrives on the same loop. */
    Call send(Loop loop, Request request);

    /** The connections open now. */
    int connections();

    void close();
}
