package dev.headgate.dialect.gemini;

import dev.headgate.api.Body;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code {"error":{"code","message","status","details"}}}, by itself, in a list, or in a stream. */
final class ErrorReader {
    private static final int LONGEST_MESSAGE = 500;
    private static final Pattern DELAY = Pattern.compile("(\\d{1,6})(?:\\.(\\d{1,9}))?s");

    private ErrorReader() {}

    static UpstreamError read(int status, Body body) {
        try {
            return read(status, Json.read(body.array(), Answers.LIMITS));
        } catch (JsonException e) {
            String text = body.text().strip();
            return new UpstreamError(
                    status,
                    text.startsWith("<") ? "" : cut(text, 200),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    Optional.empty());
        }
    }

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
        return new UpstreamError(
                said,
                cut(error.get("message").text(), LONGEST_MESSAGE),
                name.isEmpty() ? Optional.empty() : Optional.of(name),
                name.equals("NOT_FOUND") ? Optional.of("model_not_found") : Optional.empty(),
                Optional.empty(),
                false,
                delay);
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

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, text.offsetByCodePoints(0, length / 2)) + "…";
    }
}
