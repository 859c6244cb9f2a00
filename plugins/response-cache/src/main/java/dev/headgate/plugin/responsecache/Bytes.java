package dev.headgate.plugin.responsecache;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes being written, in one array that grows. */
final class Bytes {
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private byte[] bytes;
    private int length;

    Bytes(int expected) {
        bytes = new byte[Math.max(expected, 16)];
    }

    int length() {
        return length;
    }

    /** What has been written, in an array that the next write may replace; read only. */
    byte[] array() {
        return bytes;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    Bytes add(int one) {
        room(1);
        bytes[length++] = (byte) one;
        return this;
    }

    Bytes add(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, bytes, length, end - start);
        length += end - start;
        return this;
    }

    Bytes add(byte[] all) {
        return add(all, 0, all.length);
    }

    Bytes ascii(String text) {
        room(text.length());
        for (int i = 0; i < text.length(); i++) {
            bytes[length++] = (byte) text.charAt(i);
        }
        return this;
    }

    /** A value as it was written. */
    Bytes copy(Json value) {
        return add(value.bytes(), value.start(), value.end());
    }

    /** A value as it was written, but in one line; outside its strings, JSON may have several. */
    Bytes line(Json value) {
        room(value.end() - value.start());
        for (int i = value.start(); i < value.end(); i++) {
            byte b = value.bytes()[i];
            if (b != '\n' && b != '\r') {
                bytes[length++] = b;
            }
        }
        return this;
    }

    /** A string in JSON. */
    Bytes quoted(String text) {
        add('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\') {
                utf8(text, plain, i);
                plain = i + 1;
                escape(c);
            }
        }
        utf8(text, plain, text.length());
        return add('"');
    }

    private void utf8(String text, int from, int to) {
        if (to > from) {
            add(text.substring(from, to).getBytes(StandardCharsets.UTF_8));
        }
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> ascii("\\\"");
            case '\\' -> ascii("\\\\");
            case '\n' -> ascii("\\n");
            case '\r' -> ascii("\\r");
            case '\t' -> ascii("\\t");
            default -> ascii("\\u00").add(HEX[c >> 4]).add(HEX[c & 15]);
        }
    }

    /** All of it, in an array of just that length. */
    byte[] take() {
        return bytes.length == length ? bytes : Arrays.copyOf(bytes, length);
    }
}
