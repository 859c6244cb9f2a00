package dev.headgate.dialect.openai;

import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import dev.headgate.wire.JsonException;

/** The ways in which a body is refused. Messages name the place and what would be right there, never what stood there. */
final class Refusal {
    private Refusal() {}

    /** Not JSON, or JSON that not every reader would read alike. */
    static GatewayException json(JsonException e) {
        String code = e.kind() == JsonException.Kind.DUPLICATE ? "duplicate_field" : "invalid_json";
        return body("The body is not acceptable JSON: " + e.getMessage() + ".", code);
    }

    static GatewayException notAnObject() {
        return body("The body must be a JSON object.", "invalid_json");
    }

    static GatewayException tooManyMembers(int max) {
        return body("The body must have at most " + max + " members.", "invalid_value");
    }

    private static GatewayException body(String message, String code) {
        return Failure.of(Failure.Kind.INVALID_REQUEST, message).withCode(code).exception();
    }

    static GatewayException missing(String param) {
        return Failure.invalid(param + " is required.", param, "missing_required_parameter")
                .exception();
    }

    /** A value of the wrong kind. */
    static GatewayException type(String param, String wanted) {
        return Failure.invalid(param + " must be " + wanted + ".", param, "invalid_type")
                .exception();
    }

    /** A value of the right kind but out of bounds. */
    static GatewayException value(String param, String wanted) {
        return Failure.invalid(param + " must be " + wanted + ".", param, "invalid_value")
                .exception();
    }

    static GatewayException unsupported(String param) {
        return Failure.invalid(
                        param + " is not accepted: where requests go and what is cached is configured in the gateway.",
                        param,
                        "unsupported_value")
                .exception();
    }
}
