package dev.headgate.dispatch;

import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.upstream.health.Standing;
import java.time.Duration;
import java.util.List;

/** What a caller is told at once when none of the targets may be asked now. */
final class Unavailable {
    private Unavailable() {}

    /** Throttling when that is all there is to it, else that there is no target; with the wait that will end it. */
    static Failure failure(List<Leg> legs, long now) {
        long soonest = Long.MAX_VALUE;
        boolean throttled = true;
        for (Leg leg : legs) {
            Standing s = leg.upstream().standing(leg.model(), now);
            soonest = Math.min(soonest, s.usable(true) ? 0 : Math.max(0, s.until() - now));
            throttled &= s.state() == Standing.State.COOLING;
        }
        Duration wait = Duration.ofMillis(Math.max(1, soonest / 1_000_000));
        Failure why = throttled
                ? Failure.of(Kind.UPSTREAM_THROTTLED, "Every upstream for this model asks to wait. Try again later.")
                : Failure.of(
                        Kind.NO_TARGET,
                        "No upstream for this model can be asked now: each is failing, throttled, fully used or refuses the"
                                + " gateway's credential. Try again later.");
        return why.withRetryAfter(wait);
    }
}
