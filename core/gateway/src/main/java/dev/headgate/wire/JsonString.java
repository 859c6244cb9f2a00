package dev.headgate.wire;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Text written as a JSON string, and read from one that a {@link JsonReader} has found. */
public final class JsonString {
    private static final HexFormat HEX = HexFormat.of();

    private JsonString() {}

    /** The text in quotes, as UTF-8, with only what must be escaped escaped; half of a surrogate pair becomes U+FFFD. */
    public static byte[] quote(String text) {
        byte[] out = new byte[text.length() + 2];
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || c > '~') {
                return quoteAny(text);
            }
            out[i + 1] = (byte) c;
        }
        out[0] = '"';
        out[out.length - 1] = '"';
        return out;
    }

    private static byte[] quoteAny(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2).append('"');
        text.codePoints().forEach(c -> append(out, c));
        return out.append('"').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void append(StringBuilder out, int c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (c < ' ') {
                    out.append("\\u").append(HEX.toHexDigits((char) c));
                } else if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                    out.append('\uFFFD');
                } else {
                    out.appendCodePoint(c);
                }
            }
        }
    }

    /** What a string stands for, in UTF-8; its quotes are at {@code start} and just before {@code end}. */
    public static byte[] decode(byte[] b, int start, int end) {
        byte[] out = new byte[end - start - 2];
        int length = Escapes.decode(b, start + 1, end - 1, out);
        return length == out.length ? out : Arrays.copyOf(out, length);
    }

    /** What a string stands for; its quotes are at {@code start} and just before {@code end}. */
    public static String text(byte[] b, int start, int end) {
        return new String(decode(b, start, end), StandardCharsets.UTF_8);
    }

    /** Just after what stands for the next {@code decoded} bytes of text, from a place inside a string on. */
    public static int after(byte[] b, int at, int decoded) {
        return Escapes.after(b, at, decoded);
    }
}
