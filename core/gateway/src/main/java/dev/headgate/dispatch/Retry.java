package dev.headgate.dispatch;

import dev.headgate.api.Failure;
import dev.headgate.route.Limits;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** What follows a failed attempt. */
enum Retry {
    /** The same target again, as often as the route allows, then the next. */
    SAME_TARGET,
    /** Another target at once when there is one; else the same again, if it asks for a wait that can be borne. */
    SAME_TARGET_IF_LAST,
    NEXT_TARGET,
    GIVE_UP;

    /** The longest wait that is borne for a throttling target. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    static Retry after(Failure.Kind kind) {
        return switch (kind) {
            case UPSTREAM_UNREACHABLE, UPSTREAM_FAILED -> SAME_TARGET;
            case UPSTREAM_THROTTLED -> SAME_TARGET_IF_LAST;
            // A timed-out request may have been processed and billed; the same target is not asked twice.
            case UPSTREAM_TIMEOUT, UPSTREAM_AUTH -> NEXT_TARGET;
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
                    INTERNAL -> GIVE_UP;
        };
    }

    /** Exponential with full jitter: anything up to the doubled bound is as likely as any other. */
    static Duration backoff(Limits limits, int tries) {
        long bound = IntervalFunction.ofExponentialBackoff(limits.backoffMin(), 2.0, limits.backoffMax())
                .apply(tries);
        return Duration.ofMillis(ThreadLocalRandom.current().nextLong(bound + 1));
    }
}
