package dev.headgate.testkit;

import dev.headgate.api.Body;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * A client that sends exactly the bytes it is told to and reads answers without any leniency. A read that takes longer
 * than the limit fails the test.
 */
public final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final String host;
    private FramedBody body;
    private Sse.Reader events;
    private Optional<End> bodyEnd = Optional.of(End.COMPLETE);

    private RawClient(Socket socket, String host) throws IOException {
        this.socket = socket;
        this.host = host;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.body = FramedBody.none(in);
        this.events = new Sse.Reader(body);
    }

    /** A connection to the host and port of this URL. */
    public static RawClient connect(String url) {
        return connect(url, 0);
    }

    /** A connection whose receive buffer is about this small, so that not reading soon stops the sender. */
    public static RawClient connect(String url, int receiveBuffer) {
        URI uri = URI.create(url);
        try {
            Socket socket = new Socket();
            // Before connecting: a peer may reset the connection as soon as it stands.
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) Waiting.LIMIT.toMillis());
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()), (int) Waiting.LIMIT.toMillis());
            return new RawClient(socket, uri.getHost() + ":" + uri.getPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets how long one read may wait. */
    public RawClient within(Duration limit) {
        try {
            socket.setSoTimeout((int) limit.toMillis());
            return this;
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Sending

    public RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends this text in ISO 8859-1, so that each character is a byte. */
    public RawClient send(String latin1) {
        return send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Sends a correct POST of JSON; {@code fields} are further header lines without their line ends. */
    public RawClient post(String path, String json, String... fields) {
        byte[] content = json.getBytes(StandardCharsets.UTF_8);
        var head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: " + host
                + "\r\nContent-Type: application/json\r\nContent-Length: " + content.length + "\r\n");
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return send(head + "\r\n").send(content);
    }

    /** Sends a correct GET. */
    public RawClient get(String path) {
        return send("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
    }

    /** Says that nothing more will be sent, and goes on reading. */
    public RawClient halfClose() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // Receiving

    /** The next answer with its content. */
    public Answer read() {
        Answer head = readHead();
        return new Answer(head.version(), head.status(), head.fields(), Body.wrap(rest()), bodyEnd());
    }

    /** The next answer's head; its content is then read by {@link #nextEvent} or {@link #rest}. */
    public Answer readHead() {
        return readHead(true);
    }

    /** The next answer's head, when it is to have no content whatever its fields say, as after HEAD. */
    public Answer readHeadOnly() {
        return readHead(false);
    }

    /** The rest of the content, as far as it arrives. */
    public byte[] rest() {
        var content = new ByteArrayOutputStream();
        try {
            for (int b = body.read(); b >= 0; b = body.read()) {
                content.write(b);
            }
            bodyEnd = Optional.of(End.COMPLETE);
        } catch (IOException e) {
            bodyEnd = Optional.of(endOf(e, content.size() + " bytes of content: " + content));
        }
        return content.toByteArray();
    }

    /** The next event of the content, as soon as it is there, or empty when the content has ended. */
    public Optional<Sse.Event> nextEvent() {
        try {
            Optional<Sse.Event> event = events.next();
            if (event.isEmpty()) {
                bodyEnd = Optional.of(End.COMPLETE);
            }
            return event;
        } catch (IOException e) {
            bodyEnd = Optional.of(endOf(e, "part of an event: " + events.rest()));
            return Optional.empty();
        }
    }

    /** How the content that was read last has ended. */
    public End bodyEnd() {
        return bodyEnd.orElseThrow(() -> new AssertionError("the content has not been read to its end"));
    }

    /** Reads this many bytes as they are on the wire; fewer when the connection ends first. */
    public byte[] readBytes(int n) {
        try {
            return in.readNBytes(n);
        } catch (IOException e) {
            throw new AssertionError("waited for " + n + " bytes", e);
        }
    }

    /** Discards what still comes until the connection ends, and tells how: {@link End#FIN} or {@link End#RST}. */
    public End awaitEnd() {
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return End.FIN;
        } catch (IOException e) {
            return endOf(e, "a connection that stays open");
        }
    }

    // Leaving

    /** Resets the connection. */
    public void reset() {
        try {
            Fault.reset(socket);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the connection in order. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Answer readHead(boolean content) {
        try {
            String line = Wire.line(in);
            String[] words = line.split(" ", 3);
            if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-5]\\d\\d")) {
                throw new AssertionError("not a status line: " + line);
            }
            int status = Integer.parseInt(words[1]);
            Fields fields = Wire.fields(in);
            boolean empty = !content || status < 200 || status == 204 || status == 304;
            body = empty ? FramedBody.none(in) : FramedBody.of(in, fields, true);
            events = new Sse.Reader(body);
            bodyEnd = Optional.empty();
            return new Answer(words[0], status, fields, Body.EMPTY, End.COMPLETE);
        } catch (EOFException e) {
            throw new AssertionError("the connection was closed before the end of an answer's head", e);
        } catch (IOException e) {
            throw new AssertionError("no answer: " + e.getMessage(), e);
        }
    }

    private static End endOf(IOException e, String got) {
        return switch (e) {
            case EOFException early -> End.FIN;
            case SocketTimeoutException late -> throw new AssertionError("nothing more came; had " + got, e);
            case SocketException broken -> End.RST;
            default -> throw new AssertionError("not HTTP: " + e.getMessage() + "; had " + got, e);
        };
    }
}
