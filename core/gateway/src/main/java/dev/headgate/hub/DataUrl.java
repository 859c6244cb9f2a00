package dev.headgate.hub;

import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a {@code data:} URL in base64 holds. The data may be megabytes: they are copied as they stand and made a string of
 * only where somebody wants to read them.
 */
public final class DataUrl {
    private static final int LONGEST_TYPE = 200;

    private final String mediaType;
    private final byte[] bytes;
    private final int from;
    private final int to;

    private DataUrl(String mediaType, byte[] bytes, int from, int to) {
        this.mediaType = mediaType;
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /** What this JSON string holds; empty for any other text. */
    public static Optional<DataUrl> of(Json url) {
        if (!url.isString()) {
            return Optional.empty();
        }
        byte[] b = url.bytes();
        int from = url.start() + 1;
        int to = url.end() - 1;
        if (to - from < 5 || !ascii(b, from, from + 5).equalsIgnoreCase("data:")) {
            return Optional.empty();
        }
        if (escaped(b, from, to)) {
            b = url.text().getBytes(StandardCharsets.UTF_8);
            from = 0;
            to = b.length;
        }
        int comma = from;
        while (comma < to && comma - from < LONGEST_TYPE && b[comma] != ',') {
            comma++;
        }
        String head = ascii(b, from, comma).toLowerCase(Locale.ROOT);
        if (comma == to || b[comma] != ',' || !head.endsWith(";base64")) {
            return Optional.empty();
        }
        return Optional.of(data(head.substring(5, head.indexOf(';')), b, comma + 1, to));
    }

    private static DataUrl data(String mediaType, byte[] b, int from, int to) {
        int odd = from;
        while (odd < to && plain(b[odd])) {
            odd++;
        }
        if (odd == to) {
            return new DataUrl(mediaType, b, from, to);
        }
        byte[] clean = new byte[to - from];
        int n = 0;
        for (int i = from; i < to; i++) {
            if (plain(b[i])) {
                clean[n++] = b[i];
            }
        }
        return new DataUrl(mediaType, Arrays.copyOf(clean, n), 0, n);
    }

    /** Whether it is of one of the two alphabets; line ends, which some put between, are not. */
    private static boolean plain(byte c) {
        return (c >= 'a' && c <= 'z')
                || (c >= '/' && c <= '9')
                || (c >= 'A' && c <= 'Z')
                || c == '+'
                || c == '='
                || c == '-'
                || c == '_';
    }

    private static boolean escaped(byte[] b, int from, int to) {
        for (int i = from; i < to; i++) {
            if (b[i] == '\\') {
                return true;
            }
        }
        return false;
    }

    private static String ascii(byte[] b, int from, int to) {
        return new String(b, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** In lower case, without parameters. */
    public String mediaType() {
        return mediaType;
    }

    /** The data in base64. */
    public String base64() {
        return ascii(bytes, from, to);
    }

    /** Writes the data in base64, as a string. */
    public void write(JsonWriter out) {
        out.plain(bytes, from, to);
    }
}
