package dev.headgate.upstream;

import dev.headgate.dialect.UpstreamError;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads how long a throttling upstream asks to wait. What it asks for outright counts first, {@code retry-after-ms}
 * before {@code retry-after}; only without either is it concluded from the limits it reports. Where the head says
 * nothing, the body may, in a member or in words.
 */
final class RetryAfter {
    private RetryAfter() {}

    /** The wait that a message asks for in words, as in "Please try again in 1.2s." or "retry after 26 seconds". */
    static Optional<Duration> said(UpstreamError error) {
        return throttles(error.status()) ? Wait.inWords(error.message()) : Optional.empty();
    }

    private static boolean throttles(int status) {
        return status == 429 || status == 503 || status == 529;
    }

    /** The wait an answer asks for. Only throttling statuses count; some providers send the header on every answer. */
    static Optional<Duration> of(Engine.Answer answer, Instant now) {
        if (!throttles(answer.status())) {
            return Optional.empty();
        }
        return answer.header("retry-after-ms")
                .flatMap(Wait::millis)
                .or(() -> answer.header("retry-after").flatMap(v -> Wait.of(v, now)))
                .or(() -> RateLimits.reset(answer, now));
    }
}
