package dev.headgate.provider;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** One segment of a URL's path that holds any text. */
public final class PathSegment {
    private PathSegment() {}

    /** The text percent-encoded, so that it stays one segment and leads nowhere else. */
    public static String of(String text) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        return encoded.matches("\\.+") ? encoded.replace(".", "%2E") : encoded;
    }
}
