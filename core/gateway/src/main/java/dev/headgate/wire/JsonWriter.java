package dev.headgate.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A JSON document, or several, while being written. Commas are set by it: whatever follows a value, inside an object or
 * an array, is separated from it.
 */
public final class JsonWriter {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private byte[] b;
    private int n;

    public JsonWriter(int capacity) {
        this.b = new byte[Math.max(64, capacity)];
    }

    // ---- structure

    public JsonWriter open() {
        separate();
        return put('{');
    }

    public JsonWriter close() {
        return put('}');
    }

    public JsonWriter openList() {
        separate();
        return put('[');
    }

    public JsonWriter closeList() {
        return put(']');
    }

    /** The name of a member, of ASCII characters that need no escape. */
    public JsonWriter name(String name) {
        separate();
        put('"').ascii(name).put('"');
        return put(':');
    }

    // ---- values

    public JsonWriter value(String text) {
        separate();
        byte[] quoted = JsonString.quote(text);
        return bytes(quoted, 0, quoted.length);
    }

    /** A string of ASCII characters none of which needs an escape. */
    public JsonWriter plain(byte[] text, int from, int to) {
        separate();
        return put('"').bytes(text, from, to).put('"');
    }

    public JsonWriter value(long number) {
        separate();
        return ascii(Long.toString(number));
    }

    public JsonWriter value(boolean truth) {
        separate();
        return ascii(truth ? "true" : "false");
    }

    public JsonWriter nothing() {
        separate();
        return ascii("null");
    }

    /** A value as it is written elsewhere; one that is not there is {@code null}. */
    public JsonWriter copy(Json json) {
        if (!json.present()) {
            return nothing();
        }
        separate();
        return bytes(json.bytes(), json.start(), json.end());
    }

    /** A value as it is written in these bytes. */
    public JsonWriter copy(byte[] json, int from, int to) {
        separate();
        return bytes(json, from, to);
    }

    /** A value as it is written elsewhere, as the text of a string. */
    public JsonWriter quoted(Json json) {
        separate();
        put('"');
        byte[] in = json.bytes();
        for (int i = json.start(); i < json.end(); i++) {
            escaped(in[i]);
        }
        return put('"');
    }

    private void escaped(byte c) {
        if (c == '"' || c == '\\') {
            put('\\').put((char) c);
        } else if (c >= 0 && c < ' ') {
            ascii("\\u00").put((char) HEX[c >> 4]).put((char) HEX[c & 15]);
        } else {
            room(1);
            b[n++] = c;
        }
    }

    // ---- bytes

    /** These bytes, whatever they are. */
    public JsonWriter bytes(byte[] from, int start, int end) {
        room(end - start);
        System.arraycopy(from, start, b, n, end - start);
        n += end - start;
        return this;
    }

    /** These characters, all of them ASCII, whatever they are. */
    @SuppressWarnings("deprecation") // the one way that copies ASCII without a look at each character
    public JsonWriter ascii(String text) {
        room(text.length());
        text.getBytes(0, text.length(), b, n);
        n += text.length();
        return this;
    }

    private JsonWriter put(char c) {
        room(1);
        b[n++] = (byte) c;
        return this;
    }

    private void separate() {
        if (n > 0 && b[n - 1] != '{' && b[n - 1] != '[' && b[n - 1] != ':' && b[n - 1] != ' ') {
            put(',');
        }
    }

    private void room(int more) {
        if (b.length - n < more) {
            b = Arrays.copyOf(b, Math.max(b.length * 2, n + more));
        }
    }

    // ---- what has been written

    public int length() {
        return n;
    }

    /** The array that holds it from its beginning on; valid until more is written. */
    public byte[] array() {
        return b;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(b, n);
    }

    /** Begins anew. */
    public void clear() {
        n = 0;
    }
}
