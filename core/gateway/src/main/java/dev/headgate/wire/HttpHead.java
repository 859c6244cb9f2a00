package dev.headgate.wire;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Writes the head of an HTTP/1.1 message line by line (RFC 9112 §2.1). A name or a value in which another line could
 * hide is refused, whoever it comes from.
 */
public final class HttpHead {
    private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");
    private static final byte[] COLON = ascii(": ");
    private static final byte[] LINE_END = ascii("\r\n");
    private static final byte[][] STATUS_LINES = new byte[600][];

    static {
        for (int status = 100; status < STATUS_LINES.length; status++) {
            STATUS_LINES[status] = ascii("HTTP/1.1 " + status + " " + reason(status) + "\r\n");
        }
    }

    private HttpHead() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String reason(int status) {
        return io.netty.handler.codec.http.HttpResponseStatus.valueOf(status).reasonPhrase();
    }

    /** Begins a request. */
    public static void requestLine(ByteBuf out, String method, String target) {
        text(out, method, '!', "method");
        out.writeByte(' ');
        text(out, target, '!', "target");
        out.writeBytes(VERSION);
    }

    /**
     * Begins a response.
     *
     * @param status from 100 to 599
     */
    public static void statusLine(ByteBuf out, int status) {
        out.writeBytes(STATUS_LINES[status]);
    }

    public static void header(ByteBuf out, String name, String value) {
        text(out, name, '!', "header name");
        out.writeBytes(COLON);
        text(out, value, ' ', "header value");
        out.writeBytes(LINE_END);
    }

    public static void header(ByteBuf out, String name, long value) {
        text(out, name, '!', "header name");
        out.writeBytes(COLON);
        decimal(out, value);
        out.writeBytes(LINE_END);
    }

    /** Ends the head. */
    public static void end(ByteBuf out) {
        out.writeBytes(LINE_END);
    }

    /** Begins a chunk of this many bytes (RFC 9112 §7.1); it must be ended by {@link #end}. */
    public static void chunk(ByteBuf out, int length) {
        int shift = 28 - Integer.numberOfLeadingZeros(Math.max(1, length)) / 4 * 4;
        for (; shift >= 0; shift -= 4) {
            int digit = (length >>> shift) & 0xF;
            out.writeByte(digit < 10 ? '0' + digit : 'a' + digit - 10);
        }
        out.writeBytes(LINE_END);
    }

    private static void text(ByteBuf out, String text, char lowest, String what) {
        int length = text.length();
        out.ensureWritable(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if ((c < lowest && c != '\t') || c == 0x7f || c > 0xff) {
                throw new IllegalArgumentException("a " + what + " holds a character that has no place in it");
            }
            out.writeByte(c);
        }
    }

    private static void decimal(ByteBuf out, long value) {
        if (value >= 10) {
            decimal(out, value / 10);
        }
        out.writeByte('0' + (int) (value % 10));
    }
}
