package dev.headgate.dialect.gemini;

import dev.headgate.dialect.UpstreamError;
import dev.headgate.wire.Json;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code {"error":{"code","message","status","details"}}}, by itself, in a list, or in a stream. */
final class ErrorReader {
    private static final Pattern DELAY = Pattern.compile("(\\d{1,6})(?:\\.(\\d{1,9}))?s");

    private ErrorReader() {}

    static UpstreamError read(int status, Json json) {
        Json root = json.isArray() && !json.isEmpty() ? json.iterator().next() : json;
        Json error = root.get("error");
        long inside = error.get("code").whole(0);
        int said = status >= 400 ? status : inside >= 400 && inside < 600 ? (int) inside : 500;
        Optional<Duration> delay = Optional.empty();
        for (Json detail : error.get("details")) {
            if (detail.get("reason").is("API_KEY_INVALID")) {
                said = 401; // said as 400
            }
            delay = delay.or(() -> delay(detail.get("retryDelay").text()));
        }
        String name = error.get("status").text();
        return UpstreamError.of(said, error.get("message").text())
                .withType(name)
                .withCode(name.equals("NOT_FOUND") ? "model_not_found" : "")
                .withRetryDelay(delay);
    }

    private static Optional<Duration> delay(String text) {
        Matcher m = DELAY.matcher(text);
        if (!m.matches()) {
            return Optional.empty();
        }
        String fraction = m.group(2) == null ? "" : m.group(2);
        long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
        return Optional.of(Duration.ofSeconds(Long.parseLong(m.group(1)), nanos));
    }
}
