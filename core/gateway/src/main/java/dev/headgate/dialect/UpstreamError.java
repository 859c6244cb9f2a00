package dev.headgate.dialect;

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
