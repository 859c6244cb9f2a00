package dev.headgate.dialect.anthropic;

import dev.headgate.api.Body;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import java.util.Map;
import java.util.Optional;

/** Reads {@code {"type":"error","error":{"type","message"}}}, by itself or in a stream. */
final class ErrorReader {
    private static final int LONGEST_MESSAGE = 500;
    private static final int LONGEST_PAGE = 200;
    private static final String QUOTA = "insufficient_quota";

    /** The status that goes with a type where none is given, as inside a stream. */
    private static final Map<String, Integer> STATUS = Map.of(
            "invalid_request_error", 400,
            "authentication_error", 401,
            "billing_error", 402,
            "permission_error", 403,
            "not_found_error", 404,
            "request_too_large", 413,
            "rate_limit_error", 429,
            "api_error", 500,
            "timeout_error", 504,
            "overloaded_error", 529);

    private ErrorReader() {}

    static UpstreamError read(int status, Body body) {
        try {
            return read(status, Json.read(body.array(), Answers.LIMITS));
        } catch (JsonException e) {
            String text = body.text().strip();
            String shown = text.startsWith("<") ? "" : cut(text, LONGEST_PAGE);
            return new UpstreamError(
                    status, shown, Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());
        }
    }

    static UpstreamError read(int status, Json json) {
        Json error = json.get("error");
        Json object = error.isObject() ? error : json;
        String type = object.get("type").text();
        String message = error.isString() ? error.text() : object.get("message").text();
        return new UpstreamError(
                status >= 400 ? status : STATUS.getOrDefault(type, 500),
                cut(message, LONGEST_MESSAGE),
                type.isEmpty() ? Optional.empty() : Optional.of(type),
                code(type, message, object),
                Optional.empty(),
                false,
                Optional.empty());
    }

    private static Optional<String> code(String type, String message, Json error) {
        if (error.get("details").get("error_code").is("enforced_spend_limit_reached")) {
            return Optional.of(QUOTA); // waiting does not help
        }
        boolean model = type.equals("not_found_error") && message.startsWith("model:");
        return model ? Optional.of("model_not_found") : Optional.empty();
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, text.offsetByCodePoints(0, length / 2)) + "…";
    }
}
