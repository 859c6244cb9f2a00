package dev.headgate.upstream.health;

import dev.headgate.api.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The health of one credential at one upstream: a breaker for all that fails, a rest for each model the provider
 * throttles, and a bench for a credential it refuses. Throttling never counts as failure, and a refused request never
 * as anything but an answer.
 */
public final class CredentialHealth {
    private static final Rest.Pace THROTTLED = new Rest.Pace(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private static final Rest.Pace REFUSED = new Rest.Pace(Duration.ofMinutes(1), Duration.ofMinutes(10));

    /** Stands for the credential as a whole; no model has this name. */
    private static final String WHOLE = "";

    private static final Standing READY = new Standing(Standing.State.READY, 0);

    private final Breaker breaker;
    private final Consumer<Benched> listener;
    private final Rests throttled = new Rests(THROTTLED);
    private final Rests refused = new Rests(REFUSED);
    // Apart from the models, whose number could drive it out.
    private final Rests whole = new Rests(REFUSED);

    /**
     * @param listener is told of each bench, on the thread that met the refusal
     */
    public CredentialHealth(BreakerLimits limits, Consumer<Benched> listener, long now) {
        this.breaker = new Breaker(limits, now);
        this.listener = listener;
    }

    /** How it stands with a model; nothing is taken by looking. Of several reasons not to use it the longest is told. */
    public Standing standing(String model, long now) {
        Standing.State state = breaker.state(now);
        Rest throttle = running(throttled.of(model), now);
        Rest bench = longer(running(whole.of(WHOLE), now), running(refused.of(model), now));
        if (state == Standing.State.READY && throttle == null && bench == null) {
            return READY;
        }
        Standing worst = new Standing(state, state == Standing.State.OPEN ? breaker.until() : now);
        if (throttle != null) {
            worst = worse(
                    worst,
                    new Standing(
                            throttle.stated() ? Standing.State.COOLING : Standing.State.THROTTLED, throttle.until()));
        }
        return bench == null ? worst : worse(worst, new Standing(Standing.State.BENCHED, bench.until()));
    }

    /**
     * Lets a call through, or none.
     *
     * @param lastResort there is nothing better: a throttled model may be used unless its provider said how long not to
     */
    public @Nullable Permit tryAcquire(String model, long now, boolean lastResort) {
        if (!standing(model, now).usable(lastResort)) {
            return null;
        }
        long era = breaker.acquire(now);
        return era == Breaker.REFUSED ? null : new Permit(this, model, era, now);
    }

    void succeeded(Permit permit, long waited, long now) {
        breaker.succeeded(permit.era(), waited, now);
        works(permit);
    }

    /** A stream has begun; true when that says enough and was counted. */
    boolean streaming(Permit permit, long waited, long now) {
        works(permit);
        boolean known = breaker.trial(permit.era()) || breaker.slow(waited);
        if (known) {
            breaker.succeeded(permit.era(), waited, now);
        }
        return known;
    }

    /** A stream that was not counted yet has ended well. */
    void streamed(Permit permit, long waited, long now) {
        breaker.succeeded(permit.era(), waited, now);
    }

    private void works(Permit permit) {
        throttled.lift(permit.model(), permit.began());
        refused.lift(permit.model(), permit.began());
        whole.lift(WHOLE, permit.began());
    }

    void failed(Permit permit, Failure.Kind kind, int status, Optional<Duration> retryAfter, long now) {
        switch (kind) {
            case UPSTREAM_UNREACHABLE, UPSTREAM_FAILED, UPSTREAM_TIMEOUT, UPSTREAM_BROKE_OFF ->
                breaker.failed(permit.era(), now);
            case UPSTREAM_REJECTED -> breaker.succeeded(permit.era(), 0, now);
            case UPSTREAM_THROTTLED -> {
                released(permit);
                throttle(permit, retryAfter, now);
            }
            case UPSTREAM_AUTH -> {
                released(permit);
                bench(permit, status, now);
            }
            case INVALID_REQUEST,
                    TOO_LARGE,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    UNKNOWN_MODEL,
                    RATE_LIMITED,
                    BUDGET_SPENT,
                    REJECTED_BY_FILTER,
                    NO_TARGET,
                    CLIENT_GONE,
                    OUTRUN,
                    INTERNAL -> released(permit);
        }
    }

    void released(Permit permit) {
        breaker.released(permit.era());
    }

    private void throttle(Permit permit, Optional<Duration> retryAfter, long now) {
        Optional<Duration> wait = retryAfter.filter(Duration::isPositive);
        if (wait.isPresent()) {
            throttled.stated(permit.model(), wait.get(), now);
        } else {
            throttled.refused(permit.model(), permit.began(), now);
        }
    }

    private void bench(Permit permit, int status, long now) {
        // A caller may ask for a model the credential has no right to, and must not take it from all others by that.
        boolean one = status == 403;
        Rest rest =
                one ? refused.refused(permit.model(), permit.began(), now) : whole.refused(WHOLE, permit.began(), now);
        if (rest != null) {
            Optional<String> model = one ? Optional.of(permit.model()) : Optional.empty();
            listener.accept(new Benched(model, status, rest.length(), rest.times()));
        }
    }

    private static @Nullable Rest running(@Nullable Rest rest, long now) {
        return rest == null || rest.over(now) ? null : rest;
    }

    private static @Nullable Rest longer(@Nullable Rest a, @Nullable Rest b) {
        return a == null || (b != null && b.until() - a.until() > 0) ? b : a;
    }

    /** The one that forbids use for longer. */
    private static Standing worse(Standing a, Standing b) {
        boolean bothForbid = !a.usable(true) && !b.usable(true);
        if (bothForbid && a.until() != b.until()) {
            return a.until() - b.until() > 0 ? a : b;
        }
        return a.state().compareTo(b.state()) > 0 ? a : b;
    }
}
