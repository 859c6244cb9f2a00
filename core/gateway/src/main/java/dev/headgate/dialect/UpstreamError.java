package dev.headgate.dialect;

import dev.headgate.api.Body;
import java.time.Duration;
import java.util.Optional;

/**
 * What a provider says went wrong, read from its error body. Untrusted text: it may echo credentials or prompts.
 *
 * @param status the HTTP status, or the one the body names when it came with a success status
 * @param message the provider's words, empty when it had none
 * @param type the provider's type, in whatever vocabulary
 * @param code the provider's code, as text
 * @param param the request member at fault
 * @param complete whether the body is already an error in the caller's format with all its members
 * @param retryDelay how long the body asks to wait before another try
 */
public record UpstreamError(
        int status,
        String message,
        Optional<String> type,
        Optional<String> code,
        Optional<String> param,
        boolean complete,
        Optional<Duration> retryDelay) {
    private static final int SHORTEST_SECRET = 8;
    private static final int LONGEST_MESSAGE = 500;
    private static final int LONGEST_PAGE = 200;

    /** An error of which no more is known than the provider's words; those that go on and on are cut. */
    public static UpstreamError of(int status, String message) {
        return new UpstreamError(
                status,
                cut(message, LONGEST_MESSAGE),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty());
    }

    /** An error body in no form at all; the page of a proxy in between says nothing. */
    public static UpstreamError words(int status, Body body) {
        String text = body.text().strip();
        return of(status, text.startsWith("<") ? "" : cut(text, LONGEST_PAGE));
    }

    private static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end) + "…";
    }

    /** The same error under another status. */
    public UpstreamError withStatus(int other) {
        return new UpstreamError(other, message, type, code, param, complete, retryDelay);
    }

    /** The same error of this type; the empty one is none. */
    public UpstreamError withType(String name) {
        return new UpstreamError(status, message, given(name), code, param, complete, retryDelay);
    }

    /** The same error with this code; the empty one is none. */
    public UpstreamError withCode(String name) {
        return new UpstreamError(status, message, type, given(name), param, complete, retryDelay);
    }

    /** The same error, asking to wait this long. */
    public UpstreamError withRetryDelay(Optional<Duration> delay) {
        return new UpstreamError(status, message, type, code, param, complete, delay);
    }

    private static Optional<String> given(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    /** Whether this text shows the secret; one so short that it may stand in any text by chance does not count. */
    public static boolean shows(String text, String secret) {
        return secret.length() >= SHORTEST_SECRET && text.contains(secret);
    }

    /** The same error with this secret blotted out wherever it was echoed. */
    public UpstreamError without(String secret) {
        return new UpstreamError(
                status,
                blotted(message, secret),
                type.map(t -> blotted(t, secret)),
                code.map(c -> blotted(c, secret)),
                param.map(p -> blotted(p, secret)),
                complete,
                retryDelay);
    }

    private static String blotted(String text, String secret) {
        return shows(text, secret) ? text.replace(secret, "***") : text;
    }
}
