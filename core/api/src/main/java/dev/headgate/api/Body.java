package dev.headgate.api;

import java.nio.charset.StandardCharsets;

/**
 * Immutable bytes of a request or a response, JSON unless the content type says otherwise. A change gives a new body;
 * everything that was not changed stays the same byte for byte.
 */
public final class Body {
    public static final Body EMPTY = new Body(new byte[0]);

    private final byte[] bytes;

    private Body(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A body over this array, which the caller gives away and must not write to again. */
    public static Body wrap(byte[] bytes) {
        return new Body(bytes);
    }

    public static Body of(String text) {
        return new Body(text.getBytes(StandardCharsets.UTF_8));
    }

    public int length() {
        return bytes.length;
    }

    /** The bytes themselves, not a copy: read only. */
    public byte[] array() {
        return bytes;
    }

    /** The bytes as UTF-8 text. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** A new body in which the bytes from {@code start} to {@code end} are replaced. */
    public Body splice(int start, int end, byte[] replacement) {
        byte[] out = new byte[bytes.length - (end - start) + replacement.length];
        System.arraycopy(bytes, 0, out, 0, start);
        System.arraycopy(replacement, 0, out, start, replacement.length);
        System.arraycopy(bytes, end, out, start + replacement.length, bytes.length - end);
        return new Body(out);
    }
}
