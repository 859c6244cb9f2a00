package dev.headgate.dispatch;

import dev.headgate.api.Headers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The headers of a caller's request as filters may see them, and what they may send on. */
@FunctionalInterface
public interface CallerHeaders {
    /** The first value of this name, which is in lower case; null when there is none. */
    @Nullable
    String first(String name);

    /** Those by which callers ask one operator for something of its own; they go to no other. */
    List<String> OF_OPERATORS = List.of("openai-beta", "anthropic-beta");

    /** Those that carry credentials, here and elsewhere. */
    Set<String> CREDENTIALS = Set.of(
            "authorization", "proxy-authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie", "set-cookie");

    /** Those that say how a message is carried, which is between the gateway and its upstream. */
    Set<String> CARRIAGE = Set.of(
            "host",
            "connection",
            "keep-alive",
            "proxy-connection",
            "transfer-encoding",
            "content-length",
            "content-encoding",
            "content-type",
            "accept",
            "accept-encoding",
            "te",
            "trailer",
            "upgrade",
            "expect");

    /** What a filter sees of a header. */
    default Optional<String> shown(String name) {
        return CREDENTIALS.contains(name) ? Optional.empty() : Optional.ofNullable(first(name));
    }

    /**
     * These headers, when a filter may send them on.
     *
     * @throws IllegalArgumentException naming the one that it may not
     */
    static Headers sendable(Headers headers) {
        for (Map.Entry<String, String> h : headers.entries()) {
            String name = h.getKey();
            if (!lowerCaseToken(name)) {
                throw new IllegalArgumentException("not the name of a header in lower case");
            }
            if (CREDENTIALS.contains(name) || CARRIAGE.contains(name)) {
                throw new IllegalArgumentException("the header " + name + " is not a filter's to send");
            }
            if (!fits(h.getValue())) {
                throw new IllegalArgumentException("the value of the header " + name
                        + " does not fit; use printable ASCII without spaces around it");
            }
        }
        return headers;
    }

    /** A name of the characters in RFC 9110, 5.1, without capitals. */
    private static boolean lowerCaseToken(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static boolean fits(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean space = c == ' ' || c == '\t';
            boolean atEnd = i == 0 || i == value.length() - 1;
            if (space ? atEnd : c <= ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }
}
