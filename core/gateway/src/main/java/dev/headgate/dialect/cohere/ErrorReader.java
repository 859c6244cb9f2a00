package dev.headgate.dialect.cohere;

import dev.headgate.api.Body;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import java.util.Locale;
import java.util.Optional;

/** Reads {@code {"id","message","error_type"}}. */
final class ErrorReader {
    private static final int LONGEST_MESSAGE = 500;

    private ErrorReader() {}

    static UpstreamError read(int status, Body body) {
        try {
            return read(status, Json.read(body.array(), Answers.LIMITS));
        } catch (JsonException e) {
            String text = body.text().strip();
            return error(status, text.startsWith("<") ? "" : text, Optional.empty());
        }
    }

    static UpstreamError read(int status, Json json) {
        String type = json.get("error_type").text().toLowerCase(Locale.ROOT);
        return error(
                status >= 400 ? status : 500,
                json.get("message").text(),
                type.isEmpty() ? Optional.empty() : Optional.of(type));
    }

    private static UpstreamError error(int status, String message, Optional<String> type) {
        String shown = message.length() <= LONGEST_MESSAGE
                ? message
                : message.substring(0, message.offsetByCodePoints(0, LONGEST_MESSAGE / 2)) + "…";
        return new UpstreamError(status, shown, type, Optional.empty(), Optional.empty(), false, Optional.empty());
    }
}
