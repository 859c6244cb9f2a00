package dev.headgate.dialect.anthropic;

import dev.headgate.dialect.UpstreamError;
import dev.headgate.wire.Json;
import java.util.Map;

/** Reads {@code {"type":"error","error":{"type","message"}}}, by itself or in a stream, and Google's in a list. */
final class ErrorReader {
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

    static UpstreamError read(int status, Json json) {
        Json root = json.isArray() && !json.isEmpty() ? json.iterator().next() : json;
        Json error = root.get("error");
        Json object = error.isObject() ? error : root;
        String type = object.get("type").text();
        String message = error.isString() ? error.text() : object.get("message").text();
        return UpstreamError.of(status >= 400 ? status : STATUS.getOrDefault(type, 500), message)
                .withType(type)
                .withCode(code(type, message, object));
    }

    private static String code(String type, String message, Json error) {
        if (error.get("details").get("error_code").is("enforced_spend_limit_reached")) {
            return QUOTA; // waiting does not help
        }
        boolean model = type.equals("not_found_error") && message.startsWith("model:");
        return model ? "model_not_found" : "";
    }
}
