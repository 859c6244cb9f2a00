package dev.headgate.http.transport;

import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request of a client, and the way back for its answer. Confined to its event loop. */
public interface ClientRequest {
    /** The length of an answer that is not known when it begins. */
    long STREAMED = -1;

    /** The protocol a request came in. */
    enum Version {
        HTTP_1_0,
        HTTP_1_1,
        HTTP_2
    }

    /** Takes a request's body. */
    interface Reader {
        /** The next bytes, which are the reader's only during the call. */
        void bytes(ByteBuf part);

        /** What has arrived has been handed over, and the body has not ended. */
        void waiting();

        /** The body has ended as its framing says. */
        void end();
    }

    Version version();

    String method();

    /** The request target as it came. */
    String target();

    /** The first header of this name, given in lower case. */
    @Nullable
    String header(String name);

    /** Every header of this name, given in lower case. */
    List<String> headers(String name);

    /** Whether the client is on this machine. */
    boolean fromLoopback();

    /** Reads the body. To be called before the call that brought the request returns, or never. */
    void read(Reader reader);

    /** Whether the whole request has been read from the connection. */
    boolean readToEnd();

    /** Tells the client to send the body it holds back (RFC 9110 §10.1.1). */
    void writeContinue();

    /** Runs {@code gone} when the client leaves before the answer has been taken; perhaps more than once. */
    void onGone(Runnable gone);

    /**
     * Begins the answer; its head goes out with its first bytes.
     *
     * @param length of the body, or {@link #STREAMED}
     * @param close whether this answer is to be the last one on its connection, as it is anyhow when a body is still
     *     on its way that nobody will read; of no meaning to HTTP/2
     * @throws IllegalArgumentException when a header is not fit for the wire; nothing is written then
     */
    void begin(int status, List<Map.Entry<String, String>> headers, long length, boolean close);

    /** Sends bytes of the answer's body. */
    void write(Buffer bytes);

    /** Whether what waits to be sent is more than it should be. */
    boolean full();

    /** A figure that has changed whenever the client has taken more of what waits, as far as that can be seen. */
    long taken();

    /** Runs {@code drained} once, as soon as little waits to be sent. */
    void onDrain(Runnable drained);

    /**
     * Ends the answer.
     *
     * @param last its last bytes, perhaps none
     * @param taken told once whether all of it has been handed over to the system
     */
    void end(Buffer last, Consumer<Boolean> taken);

    /**
     * Ends the answer without the end that would make it look complete: the connection is closed, the HTTP/2 stream
     * reset.
     *
     * @param last its last bytes, perhaps none
     * @param taken told once, before that, whether all of it has been handed over to the system
     */
    void breakOff(Buffer last, Consumer<Boolean> taken);

    /** Ends the connection, or the HTTP/2 stream, at once. */
    void abort();
}
