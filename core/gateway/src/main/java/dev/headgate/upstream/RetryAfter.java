package dev.headgate.upstream;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads how long a throttling upstream asks to wait. What it asks for outright counts first, {@code retry-after-ms}
 * before {@code retry-after}; only without either is it concluded from the limits it reports.
 */
final class RetryAfter {
    private RetryAfter() {}

    /** The wait an answer asks for. Only throttling statuses count; some providers send the header on every answer. */
    static Optional<Duration> of(Engine.Answer answer, Instant now) {
        int status = answer.status();
        if (status != 429 && status != 503 && status != 529) {
            return Optional.empty();
        }
        return answer.header("retry-after-ms")
                .flatMap(Wait::millis)
                .or(() -> answer.header("retry-after").flatMap(v -> Wait.of(v, now)))
                .or(() -> RateLimits.reset(answer, now));
    }
}
