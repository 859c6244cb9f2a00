package dev.headgate.http;

import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a caller is willing to wait for its answer, all in all: the header {@code x-request-timeout}. */
final class RequestTimeout {
    static final String HEADER = "x-request-timeout";

    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h)?");
    private static final Duration LONGEST = Duration.ofDays(1);

    private RequestTimeout() {}

    /**
     * Reads the header: seconds, or a number with one of the units ms, s, m and h.
     *
     * @throws GatewayException INVALID_REQUEST when it is something else
     */
    static Optional<Duration> of(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        Matcher m = FORM.matcher(header);
        if (!m.matches()) {
            throw refused();
        }
        double seconds = Double.parseDouble(m.group(1))
                * switch (m.group(2) == null ? "s" : m.group(2)) {
                    case "ms" -> 0.001;
                    case "m" -> 60;
                    case "h" -> 3600;
                    default -> 1;
                };
        Duration limit = seconds >= LONGEST.toSeconds() ? LONGEST : Duration.ofNanos((long) (seconds * 1e9));
        if (limit.toMillis() < 1) {
            throw refused();
        }
        return Optional.of(limit);
    }

    private static GatewayException refused() {
        return Failure.invalid(
                        "The header x-request-timeout is not a time; use seconds, such as 30 or 2.5, or a number with"
                                + " a unit, such as 500ms, 30s or 2m. The least is 1ms.",
                        HEADER,
                        "invalid_header")
                .exception();
    }
}
