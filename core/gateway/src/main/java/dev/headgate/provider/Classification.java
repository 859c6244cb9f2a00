package dev.headgate.provider;

import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.dialect.UpstreamError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The common meaning of error statuses, for all operators. What a message says counts only where an operator hides a
 * refused credential behind 400, and to know a {@link Refusal}.
 */
public final class Classification {
    private static final Pattern SECRETS = Pattern.compile(
            "(?i)\\b(?:sk|gsk|xai|pplx|hf|nvapi|org|proj|key)[-_][A-Za-z0-9*._-]{6,}|\\bAIza[A-Za-z0-9_-]{10,}"
                    + "|\\b(?:AKIA|ASIA)[A-Z0-9]{12,}|\\bya29\\.\\S{6,}|\\beyJ[A-Za-z0-9_-]{8,}\\S*"
                    + "|\\bbearer\\s+\\S{6,}|\\S*\\*{4,}\\S*|\\b[A-Za-z0-9]{32,}\\b");
    /** Addresses by number, by one word, or below a name that only an internal network has. */
    private static final Pattern INTERNAL = Pattern.compile("(?i)\\b(?:https?|wss?)://"
            + "(?:[\\d.]+|\\[[0-9a-f:.]+]|[a-z0-9-]+|[a-z0-9.-]+\\.(?:internal|local|localdomain|lan|cluster))"
            + "(?::\\d+)?(?![a-z0-9.-])\\S*");

    private Classification() {}

    /**
     * What an error means for the caller and for the attempts that follow.
     *
     * @param badKeyTexts words by which this operator's 400 means that the credential was refused
     */
    public static Failure classify(
            String upstream, UpstreamError error, Optional<Duration> retryAfter, List<String> badKeyTexts) {
        int status = error.status();
        Optional<Refusal> refusal = Refusal.in(error);
        Kind kind = kind(error, refusal, badKeyTexts);
        return switch (kind) {
            case UPSTREAM_REJECTED -> rejected(upstream, error, refusal);
            case UPSTREAM_THROTTLED -> waiting(throttled(upstream, error), retryAfter);
            case UPSTREAM_AUTH ->
                Failure.of(
                        kind,
                        "The upstream '" + upstream
                                + "' refused the gateway's own credential. This is not about your key;"
                                + " the gateway's operator must renew it.");
            default -> {
                Failure f = Failure.of(
                        Kind.UPSTREAM_FAILED,
                        "The upstream '" + upstream + "' failed with status " + status + ". Try again later.");
                yield status == 503 ? waiting(f, retryAfter) : f;
            }
        };
    }

    /** An operator that is overloaded, by status 529, throttles everybody: no limit is reached that a caller could mind. */
    private static Failure throttled(String upstream, UpstreamError error) {
        Failure f = Failure.of(Kind.UPSTREAM_THROTTLED, message(upstream, error));
        return error.status() == 529 ? f.withStatus(503).withCode("overloaded") : f;
    }

    private static Failure rejected(String upstream, UpstreamError error, Optional<Refusal> refusal) {
        // Status 403 would make callers doubt their keys, and the words beside it name our account.
        boolean forbidden = error.status() == 403;
        return new Failure(
                Kind.UPSTREAM_REJECTED,
                forbidden || error.status() < 400 ? 400 : error.status(),
                forbidden
                        ? "The upstream '" + upstream + "' refused the content of this request."
                        : message(upstream, error),
                error.param(),
                refusal.map(Refusal::code).or(error::code),
                Optional.empty());
    }

    private static Failure waiting(Failure failure, Optional<Duration> retryAfter) {
        return retryAfter.map(failure::withRetryAfter).orElse(failure);
    }

    private static Kind kind(UpstreamError error, Optional<Refusal> refusal, List<String> badKeyTexts) {
        int status = error.status();
        if (status == 403 && refusal.filter(r -> r == Refusal.CONTENT_FILTER).isPresent()) {
            return Kind.UPSTREAM_REJECTED;
        }
        if (status < 300 && refusal.isPresent()) {
            return Kind.UPSTREAM_REJECTED; // said inside a success, where nothing else tells what it means
        }
        if (status == 401 || status == 403 || status == 498 || status == 402) {
            return Kind.UPSTREAM_AUTH;
        }
        if (status == 429 || status == 529) {
            boolean broke = error.code().filter("insufficient_quota"::equals).isPresent();
            return broke ? Kind.UPSTREAM_AUTH : Kind.UPSTREAM_THROTTLED;
        }
        if (status == 400 && badKeyTexts.stream().anyMatch(error.message()::contains)) {
            return Kind.UPSTREAM_AUTH;
        }
        if (status >= 400 && status < 500 && status != 408 && status != 424 && status != 425) {
            return Kind.UPSTREAM_REJECTED;
        }
        return Kind.UPSTREAM_FAILED;
    }

    private static String message(String upstream, UpstreamError error) {
        String said = mask(error.message());
        return said.isEmpty() ? "The upstream '" + upstream + "' answered with status " + error.status() + "." : said;
    }

    /** A provider's words without anything that looks like a credential, an account or an internal address. */
    public static String mask(String text) {
        return INTERNAL.matcher(withoutSecrets(text)).replaceAll("***");
    }

    /** A text for operators without anything that looks like a credential. */
    public static String withoutSecrets(String text) {
        return SECRETS.matcher(text).replaceAll("***");
    }
}
