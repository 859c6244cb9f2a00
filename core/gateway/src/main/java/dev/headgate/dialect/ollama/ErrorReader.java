package dev.headgate.dialect.ollama;

import dev.headgate.dialect.UpstreamError;
import dev.headgate.wire.Json;

/** Reads {@code {"error":"…"}}. */
final class ErrorReader {
    private ErrorReader() {}

    static UpstreamError read(int status, Json json) {
        Json error = json.get("error");
        String message = error.isString() ? error.text() : error.get("message").text();
        boolean model = status == 404 && message.contains("model");
        return UpstreamError.of(status >= 400 ? status : 500, message).withCode(model ? "model_not_found" : "");
    }
}
