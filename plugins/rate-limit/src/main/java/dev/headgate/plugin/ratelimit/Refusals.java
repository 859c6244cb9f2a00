package dev.headgate.plugin.ratelimit;

import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Left;
import java.time.Duration;

/** What a caller is told when a limit refuses a request: whose limit, what it counts, how it stands, what would be right. */
final class Refusals {
    private static final Duration SOON = Duration.ofSeconds(1);

    private Refusals() {}

    static GatewayException by(Rule rule, long amount, Held held) {
        int at = held.refusedBy().orElseThrow();
        Left left = held.left().get(at);
        String stand = " Used " + left.used() + ", requested " + amount + ".";
        if (held.retryAfter().isEmpty()) {
            return failure("This request is larger than the limit of " + rule.words() + ", " + rule.capacity()
                    + " at once. Requested " + amount + "."
                    + (rule.dimension().ofTokens() ? " Make it shorter, or set a lower max_completion_tokens." : ""));
        }
        Duration wait = held.retryAfter().get();
        Failure refused = failure("Rate limit reached for " + rule.words() + "." + stand
                        + (wait.isZero()
                                ? " Try again when one of them has ended."
                                : " Try again in " + RateHeaders.written(wait) + "."))
                .failure();
        return refused.withRetryAfter(wait.isZero() ? SOON : wait).exception();
    }

    /** There is no room to count one more. */
    static GatewayException full() {
        return Failure.of(Failure.Kind.RATE_LIMITED, "Too many requests are under way. Try again in 1s.")
                .withCode("rate_limit_exceeded")
                .withRetryAfter(SOON)
                .exception();
    }

    private static GatewayException failure(String message) {
        return Failure.of(Failure.Kind.RATE_LIMITED, message)
                .withCode("rate_limit_exceeded")
                .exception();
    }
}
