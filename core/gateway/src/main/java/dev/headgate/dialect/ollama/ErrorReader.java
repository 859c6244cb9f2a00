package dev.headgate.dialect.ollama;

import dev.headgate.api.Body;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import java.util.Optional;

/** Reads {@code {"error":"…"}}. */
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
        Json error = json.get("error");
        String message = error.isString() ? error.text() : error.get("message").text();
        boolean model = status == 404 && message.contains("model");
        return error(status >= 400 ? status : 500, message, model ? Optional.of("model_not_found") : Optional.empty());
    }

    private static UpstreamError error(int status, String message, Optional<String> code) {
        String shown = message.length() <= LONGEST_MESSAGE
                ? message
                : message.substring(0, message.offsetByCodePoints(0, LONGEST_MESSAGE / 2)) + "…";
        return new UpstreamError(status, shown, Optional.empty(), code, Optional.empty(), false, Optional.empty());
    }
}
