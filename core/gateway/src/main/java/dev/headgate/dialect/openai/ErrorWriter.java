package dev.headgate.dialect.openai;

import dev.headgate.api.Failure;
import dev.headgate.wire.JsonString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Renders failures as OpenAI's error object, always with all four members, so that its SDKs raise what one expects. */
final class ErrorWriter {
    private ErrorWriter() {}

    static byte[] write(Failure failure) {
        var out = new ByteArrayOutputStream(160);
        ascii(out, "{\"error\":{\"message\":");
        out.writeBytes(JsonString.quote(failure.message()));
        ascii(out, ",\"type\":\"" + type(failure) + "\",\"param\":");
        out.writeBytes(failure.param().map(JsonString::quote).orElse(NULL));
        ascii(out, ",\"code\":");
        out.writeBytes(failure.code()
                .or(() -> code(failure.kind()))
                .map(JsonString::quote)
                .orElse(NULL));
        ascii(out, "}}");
        return out.toByteArray();
    }

    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private static void ascii(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String type(Failure failure) {
        return switch (failure.kind()) {
            case INVALID_REQUEST,
                    TOO_LARGE,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    UNKNOWN_MODEL,
                    REJECTED_BY_FILTER,
                    UPSTREAM_REJECTED -> "invalid_request_error";
            case RATE_LIMITED -> "rate_limit_error";
            case UPSTREAM_THROTTLED -> failure.status() == 429 ? "rate_limit_error" : "server_error";
            case BUDGET_SPENT -> "insufficient_quota";
            case UPSTREAM_AUTH, UPSTREAM_UNREACHABLE, UPSTREAM_FAILED, UPSTREAM_TIMEOUT, UPSTREAM_BROKE_OFF ->
                "upstream_error";
            case NO_TARGET, CLIENT_GONE, OUTRUN, INTERNAL -> "server_error";
        };
    }

    private static java.util.Optional<String> code(Failure.Kind kind) {
        return java.util.Optional.ofNullable(
                switch (kind) {
                    case UNAUTHENTICATED -> "invalid_api_key";
                    case UNKNOWN_MODEL -> "model_not_found";
                    case TOO_LARGE -> "request_too_large";
                    case RATE_LIMITED, UPSTREAM_THROTTLED -> "rate_limit_exceeded";
                    case BUDGET_SPENT -> "insufficient_quota";
                    case UPSTREAM_AUTH -> "upstream_auth_error";
                    case UPSTREAM_UNREACHABLE, UPSTREAM_FAILED -> "upstream_error";
                    case UPSTREAM_TIMEOUT -> "upstream_timeout";
                    case UPSTREAM_BROKE_OFF -> "upstream_stream_incomplete";
                    case NO_TARGET -> "overloaded";
                    case INVALID_REQUEST,
                            FORBIDDEN,
                            REJECTED_BY_FILTER,
                            UPSTREAM_REJECTED,
                            CLIENT_GONE,
                            OUTRUN,
                            INTERNAL -> null;
                });
    }
}
