package dev.headgate.wire;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The head of an HTTP/1.1 message in the making, line by line (RFC 9112 §2.1). A name or a value in which another line
 * could hide is refused, whoever it comes from. To be used again and again by one connection.
 */
public final class HttpHead {
    private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");
    private static final byte[][] STATUS_LINES = new byte[600][];

    static {
        for (int status = 100; status < STATUS_LINES.length; status++) {
            String reason = HttpResponseStatus.valueOf(status).reasonPhrase();
            STATUS_LINES[status] = ascii("HTTP/1.1 " + status + " " + reason + "\r\n");
        }
    }

    private byte[] bytes = new byte[512];
    private int length;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Begins a request. */
    public HttpHead request(String method, String target) {
        length = 0;
        text(method, '!', "method");
        put(' ');
        text(target, '!', "target");
        return lines(VERSION);
    }

    /**
     * Begins a response.
     *
     * @param status from 100 to 599
     */
    public HttpHead response(int status) {
        length = 0;
        return lines(STATUS_LINES[status]);
    }

    /** Begins with nothing, for lines that are to be kept. */
    public HttpHead empty() {
        length = 0;
        return this;
    }

    public HttpHead header(String name, String value) {
        text(name, '!', "header name");
        put(':');
        put(' ');
        text(value, ' ', "header value");
        return lineEnd();
    }

    /** Adds a header whose value is a number that is not negative. */
    public HttpHead header(String name, long value) {
        text(name, '!', "header name");
        put(':');
        put(' ');
        decimal(value);
        return lineEnd();
    }

    /** Adds lines made before by an instance of this class. */
    public HttpHead lines(byte[] made) {
        room(made.length);
        System.arraycopy(made, 0, bytes, length, made.length);
        length += made.length;
        return this;
    }

    /** Ends a line, or with a line of its own the head. */
    public HttpHead lineEnd() {
        put('\r');
        put('\n');
        return this;
    }

    public int length() {
        return length;
    }

    public void writeTo(ByteBuf out) {
        out.writeBytes(bytes, 0, length);
    }

    public byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    private void text(String text, char lowest, String what) {
        byte[] latin = text.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < latin.length; i++) {
            byte b = latin[i];
            // A character beyond Latin-1 has become a question mark.
            if ((b >= 0 && b < lowest && b != '\t') || b == 0x7f || (b == '?' && text.charAt(i) != '?')) {
                throw new IllegalArgumentException("a " + what + " holds a character that has no place in it");
            }
        }
        lines(latin);
    }

    private void decimal(long value) {
        if (value >= 10) {
            decimal(value / 10);
        }
        put('0' + (int) (value % 10));
    }

    private void put(int b) {
        room(1);
        bytes[length++] = (byte) b;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    /** Begins a chunk of this many bytes (RFC 9112 §7.1), which an empty line must end. */
    public static void chunk(ByteBuf out, int size) {
        int digits = Math.max(1, (35 - Integer.numberOfLeadingZeros(size)) / 4);
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            int digit = (size >>> shift) & 0xF;
            out.writeByte(digit < 10 ? '0' + digit : 'a' + digit - 10);
        }
        out.writeShort('\r' << 8 | '\n');
    }
}
