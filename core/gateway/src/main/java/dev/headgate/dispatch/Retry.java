package dev.headgate.dispatch;

import dev.headgate.api.Failure;
import dev.headgate.route.Limits;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** What follows a failed attempt. */
enum Retry {
    /** The same target again after a pause, as often as the route and the upstream's budget allow, then the next. */
    SAME_TARGET,
    /** Another credential of the same target at once; else the wait it asks for, if that can be borne; else the next. */
    ANOTHER_CREDENTIAL_OR_WAIT,
    /** Another credential of the same target at once, else the next target. */
    ANOTHER_CREDENTIAL,
    NEXT_TARGET,
    GIVE_UP;

    static Retry after(Failure.Kind kind) {
        return switch (kind) {
            case UPSTREAM_UNREACHABLE, UPSTREAM_FAILED -> SAME_TARGET;
            case UPSTREAM_THROTTLED -> ANOTHER_CREDENTIAL_OR_WAIT;
            case UPSTREAM_AUTH -> ANOTHER_CREDENTIAL;
            // A timed-out request may have been processed and billed; the same target is not asked twice.
            case UPSTREAM_TIMEOUT -> NEXT_TARGET;
            case INVALID_REQUEST,
                    TOO_LARGE,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    UNKNOWN_MODEL,
                    RATE_LIMITED,
                    BUDGET_SPENT,
                    REJECTED_BY_FILTER,
                    UPSTREAM_REJECTED,
                    UPSTREAM_BROKE_OFF,
                    NO_TARGET,
                    CLIENT_GONE,
                    OUTRUN,
                    INTERNAL -> GIVE_UP;
        };
    }

    /** Exponential with full jitter: anything up to the doubled bound is as likely as any other. */
    static Duration backoff(Limits limits, int tries) {
        long bound = IntervalFunction.ofExponentialBackoff(limits.backoffMin(), 2.0, limits.backoffMax())
                .apply(tries);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound + 1));
    }

    /** The backoff, or the wait that was asked for with up to a tenth more, so that not all come back at once. */
    static Duration pause(Limits limits, int tries, Optional<Duration> asked) {
        Duration backoff = backoff(limits, tries);
        return asked.map(a -> a.plusMillis(ThreadLocalRandom.current().nextLong(a.toMillis() / 10 + 1)))
                .filter(a -> a.compareTo(backoff) > 0)
                .orElse(backoff);
    }
}
