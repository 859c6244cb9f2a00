package dev.headgate.api;

import java.time.Duration;
import java.util.Optional;

/**
 * Why an exchange or an attempt did not succeed, in words that may be shown to the caller: no credential, prompt,
 * internal address or stack trace ever stands in here.
 *
 * @param kind decides status, retry, failover and breaker
 * @param status the HTTP status for the caller; the kind's own unless a provider's is passed on
 * @param message what was wrong and what would be right
 * @param param the request member at fault, when there is one
 * @param code the machine-readable reason, in OpenAI's vocabulary where it has a word
 * @param retryAfter how long to wait before trying again, when known
 */
public record Failure(
        Kind kind,
        int status,
        String message,
        Optional<String> param,
        Optional<String> code,
        Optional<Duration> retryAfter) {

    /** The closed list of reasons. Each has the status the caller sees unless the failure says otherwise. */
    public enum Kind {
        INVALID_REQUEST(400),
        TOO_LARGE(413),
        UNAUTHENTICATED(401),
        FORBIDDEN(403),
        UNKNOWN_MODEL(404),
        RATE_LIMITED(429),
        BUDGET_SPENT(429),
        REJECTED_BY_FILTER(400),
        /** The provider refused the request itself: its 4xx, passed on. */
        UPSTREAM_REJECTED(400),
        /** The gateway's own credential was refused by the provider. */
        UPSTREAM_AUTH(502),
        UPSTREAM_THROTTLED(429),
        /** Nothing was processed: trying again is always safe. */
        UPSTREAM_UNREACHABLE(502),
        UPSTREAM_FAILED(502),
        UPSTREAM_TIMEOUT(504),
        /** The stream broke after its first content had reached the caller. */
        UPSTREAM_BROKE_OFF(502),
        NO_TARGET(503),
        /** Logged as 499; nobody is there to see it. */
        CLIENT_GONE(499),
        /** One of two attempts that raced, given up because the other answered first; no caller ever sees it. */
        OUTRUN(499),
        INTERNAL(500);

        private final int status;

        Kind(int status) {
            this.status = status;
        }

        /** The HTTP status a caller sees for this kind. */
        public int status() {
            return status;
        }

        /** The word for logs and metric labels. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** A failure of this kind with the kind's own status. */
    public static Failure of(Kind kind, String message) {
        return new Failure(kind, kind.status(), message, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** A request that can never succeed as it is; {@code param} names the member at fault. */
    public static Failure invalid(String message, String param, String code) {
        return new Failure(
                Kind.INVALID_REQUEST,
                Kind.INVALID_REQUEST.status(),
                message,
                Optional.of(param),
                Optional.of(code),
                Optional.empty());
    }

    public Failure withStatus(int newStatus) {
        return new Failure(kind, newStatus, message, param, code, retryAfter);
    }

    public Failure withParam(String newParam) {
        return new Failure(kind, status, message, Optional.of(newParam), code, retryAfter);
    }

    public Failure withCode(String newCode) {
        return new Failure(kind, status, message, param, Optional.of(newCode), retryAfter);
    }

    public Failure withRetryAfter(Duration wait) {
        return new Failure(kind, status, message, param, code, Optional.of(wait));
    }

    /** This failure as a throwable for a failed future; it carries no stack. */
    public GatewayException exception() {
        return new GatewayException(this);
    }
}
