package dev.headgate.dialect.cohere;

import dev.headgate.dialect.UpstreamError;
import dev.headgate.wire.Json;
import java.util.Locale;

/** Reads {@code {"id","message","error_type"}}. */
final class ErrorReader {
    private ErrorReader() {}

    static UpstreamError read(int status, Json json) {
        return UpstreamError.of(
                        status >= 400 ? status : 500, json.get("message").text())
                .withType(json.get("error_type").text().toLowerCase(Locale.ROOT));
    }
}
