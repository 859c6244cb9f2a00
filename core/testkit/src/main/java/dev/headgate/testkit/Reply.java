package dev.headgate.testkit;

import dev.headgate.api.Body;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A scripted answer of a {@link FakeUpstream}, down to the byte. Immutable: each method gives a changed copy.
 *
 * <p>At most one fault befalls an answer. Its offset counts bytes of the content, whatever their framing; {@link
 * #countingWire} makes it count every byte on the wire from the status line on. An offset beyond the end takes effect
 * once everything has been sent.
 */
public final class Reply {
    enum Framing {
        LENGTH,
        CHUNKED,
        CLOSE,
        /** The pieces are the whole answer, status line included. */
        RAW
    }

    sealed interface Piece {
        /**
         * The same bytes, once or more often.
         *
         * @param pause before each time
         */
        record Bytes(Body bytes, long times, Duration pause) implements Piece {}

        record Gate(Step step) implements Piece {}
    }

    private int status = 200;
    private String reason = "OK";
    private List<Map.Entry<String, String>> fields = List.of();
    private Framing framing = Framing.LENGTH;
    private List<Piece> pieces = List.of();
    private Optional<Step> before = Optional.empty();
    private Optional<Fault> fault = Optional.empty();
    private long faultAt;
    private boolean countsWire;
    private int drip = Integer.MAX_VALUE;
    private boolean closes;

    private Reply() {}

    private Reply(Reply other) {
        status = other.status;
        reason = other.reason;
        fields = other.fields;
        framing = other.framing;
        pieces = other.pieces;
        before = other.before;
        fault = other.fault;
        faultAt = other.faultAt;
        countsWire = other.countsWire;
        drip = other.drip;
        closes = other.closes;
    }

    // What is answered

    /** An answer of this status without content. */
    public static Reply of(int status) {
        return new Reply().with(r -> {
            r.status = status;
            r.reason = status == 200 ? "OK" : "Status " + status;
        });
    }

    /** A whole answer in JSON with its length given. */
    public static Reply json(int status, String json) {
        return of(status).header("content-type", "application/json").then(json);
    }

    /** A chunked answer, each piece a chunk of its own. */
    public static Reply stream(List<byte[]> pieces) {
        Reply reply = of(200).chunked();
        for (byte[] piece : pieces) {
            reply = reply.then(piece);
        }
        return reply;
    }

    /** A chunked stream of events, each a chunk of its own, with these data and no name. */
    public static Reply sse(String... datas) {
        Reply reply = of(200).header("content-type", "text/event-stream").chunked();
        for (String data : datas) {
            reply = reply.then(event(data));
        }
        return reply;
    }

    /** These bytes and nothing else; then the connection stays for the next request. */
    public static Reply raw(byte[] bytes) {
        return of(200).with(r -> r.framing = Framing.RAW).then(bytes);
    }

    /** This text in ISO 8859-1 and nothing else; then the connection stays for the next request. */
    public static Reply raw(String text) {
        return raw(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** No answer, ever: the connection stays open. */
    public static Reply never() {
        return raw("").stallAfter(0);
    }

    /** No answer: the connection is closed in order. */
    public static Reply closing() {
        return raw("").cutAfter(0);
    }

    /** No answer: the connection is reset. */
    public static Reply resetting() {
        return raw("").resetAfter(0);
    }

    /** One event as it stands on the wire. */
    public static String event(String data) {
        return "data: " + data + "\n\n";
    }

    // Head

    public Reply reason(String phrase) {
        return with(r -> r.reason = phrase);
    }

    /** One more header field, in this spelling, after those before it. */
    public Reply header(String name, String value) {
        return with(r -> r.fields = appended(fields, Map.entry(name, value)));
    }

    /** Frames the content by {@code Content-Length}; the default of whole answers. */
    public Reply withLength() {
        return with(r -> r.framing = Framing.LENGTH);
    }

    /** Frames the content in chunks; the default of streams. */
    public Reply chunked() {
        return with(r -> r.framing = Framing.CHUNKED);
    }

    /** Ends the content by closing the connection. */
    public Reply untilClose() {
        return with(r -> {
            r.framing = Framing.CLOSE;
            r.closes = true;
        });
    }

    /** Says {@code Connection: close} and closes afterwards. */
    public Reply close() {
        return with(r -> r.closes = true);
    }

    // Content

    /** One more piece of content, written and flushed by itself. */
    public Reply then(byte[] piece) {
        return repeating(piece, 1);
    }

    /** One more piece of content in UTF-8, written and flushed by itself. */
    public Reply then(String piece) {
        return then(piece.getBytes(StandardCharsets.UTF_8));
    }

    /** The same piece over and over, for content larger than any buffer. */
    public Reply repeating(byte[] piece, long times) {
        return trickling(piece, times, Duration.ZERO);
    }

    /** The same piece over and over, each time after a pause. */
    public Reply trickling(byte[] piece, long times, Duration pause) {
        return with(r -> r.pieces = appended(pieces, new Piece.Bytes(Body.wrap(piece), times, pause)));
    }

    /** Waits here until the test releases the step. */
    public Reply gate(Step step) {
        return with(r -> r.pieces = appended(pieces, new Piece.Gate(step)));
    }

    /** Waits before the piece of this number, counted from 0, until the test releases the step. */
    public Reply gateBefore(int piece, Step step) {
        List<Piece> changed = new ArrayList<>(pieces);
        changed.add(piece, new Piece.Gate(step));
        return with(r -> r.pieces = List.copyOf(changed));
    }

    /** Sends nothing, not even the status line, until the test releases the step. */
    public Reply after(Step step) {
        return with(r -> r.before = Optional.of(step));
    }

    /** The same content in pieces of {@code size} bytes, gates left out. */
    public Reply inPiecesOf(int size) {
        byte[] all = content();
        List<Piece> cut = new ArrayList<>();
        for (int at = 0; at < all.length; at += size) {
            byte[] piece = java.util.Arrays.copyOfRange(all, at, Math.min(all.length, at + size));
            cut.add(new Piece.Bytes(Body.wrap(piece), 1, Duration.ZERO));
        }
        return with(r -> r.pieces = List.copyOf(cut));
    }

    /** Writes and flushes at most this many bytes of the wire at a time. */
    public Reply dripping(int bytes) {
        return with(r -> r.drip = bytes);
    }

    // Faults

    /** Closes the connection in order after this many bytes. */
    public Reply cutAfter(long bytes) {
        return faulty(Fault.FIN, bytes);
    }

    /** Resets the connection after this many bytes. */
    public Reply resetAfter(long bytes) {
        return faulty(Fault.RST, bytes);
    }

    /** Sends nothing more after this many bytes, until the client closes the connection. */
    public Reply stallAfter(long bytes) {
        return faulty(Fault.STALL, bytes);
    }

    /** Makes the fault's offset count every byte on the wire, status line and framing included. */
    public Reply countingWire() {
        return with(r -> r.countsWire = true);
    }

    /** Everything that goes over the wire when no fault befalls it; the reply must have no gate. */
    public byte[] wire() {
        var out = new java.io.ByteArrayOutputStream();
        Reply sound = with(r -> r.fault = Optional.empty());
        try {
            new ReplyWriter(out, sound, new Answering(), new CompletableFuture<>()).write(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    // For the writer

    Framing framing() {
        return framing;
    }

    List<Piece> pieces() {
        return pieces;
    }

    Optional<Step> before() {
        return before;
    }

    Optional<Fault> fault() {
        return fault;
    }

    long faultAt() {
        return faultAt;
    }

    boolean countsWire() {
        return countsWire;
    }

    int drip() {
        return drip;
    }

    boolean closes() {
        return closes;
    }

    /** The status line and the header fields, ending in the empty line. */
    byte[] head() {
        var head = new StringBuilder("HTTP/1.1 " + status + " " + reason + "\r\n");
        fields.forEach(
                f -> head.append(f.getKey()).append(": ").append(f.getValue()).append("\r\n"));
        if (framing == Framing.CHUNKED) {
            head.append("Transfer-Encoding: chunked\r\n");
        } else if (framing == Framing.LENGTH && status != 204 && status != 304) {
            head.append("Content-Length: ").append(length()).append("\r\n");
        }
        if (closes) {
            head.append("Connection: close\r\n");
        }
        return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private long length() {
        return pieces.stream()
                .mapToLong(p -> p instanceof Piece.Bytes b ? b.bytes().length() * b.times() : 0)
                .sum();
    }

    private byte[] content() {
        var all = new java.io.ByteArrayOutputStream();
        for (Piece piece : pieces) {
            if (piece instanceof Piece.Bytes b) {
                for (long i = 0; i < b.times(); i++) {
                    all.writeBytes(b.bytes().array());
                }
            }
        }
        return all.toByteArray();
    }

    private Reply faulty(Fault what, long at) {
        return with(r -> {
            r.fault = Optional.of(what);
            r.faultAt = at;
        });
    }

    private Reply with(Consumer<Reply> change) {
        Reply copy = new Reply(this);
        change.accept(copy);
        return copy;
    }

    private static <T> List<T> appended(List<T> list, T one) {
        List<T> all = new ArrayList<>(list);
        all.add(one);
        return List.copyOf(all);
    }
}
