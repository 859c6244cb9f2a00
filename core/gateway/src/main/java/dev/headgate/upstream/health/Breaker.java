package dev.headgate.upstream.health;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/**
 * A circuit breaker that knows which calls it let through.
 *
 * <p>Resilience4j books a result on whatever state it is in when the result comes, so that a call from before the break
 * could end the trial of another, or give back a permission it never had. Each call therefore belongs to an era; eras
 * end when the breaker opens, and the results of former ones say nothing about the present. Within an era a call was let
 * through either while the breaker was closed or as the only trial.
 *
 * <p>As long as its window holds nothing but quick successes, one more is only counted, because booking each costs every
 * request something. They are booked, at most a window of them, before the first result of another kind.
 */
public final class Breaker {
    /** What {@link #acquire} says to a call that is not let through. */
    public static final long REFUSED = -1;

    private final CircuitBreaker states;
    private final IntervalFunction waits;
    private final long origin;
    private final long slowAfter;
    private final int window;

    /** The moment of the call being booked: Resilience4j sees no other time. */
    private long present;

    private volatile long era;
    private volatile boolean probing;
    private volatile long until;

    /** Whether the window holds nothing but quick successes. */
    private volatile boolean quiet = true;
    /** How many those are. Loops may lose one to each other before there are as many as the window takes. */
    private volatile int unbooked;
    /** Quick successes booked in a row. */
    private int unbroken;

    public Breaker(BreakerLimits limits, long now) {
        origin = now;
        slowAfter = limits.slowAfter().toNanos();
        window = limits.window();
        present = now;
        waits = IntervalFunction.ofExponentialBackoff(limits.openMin(), 2, limits.openMax());
        states = CircuitBreaker.of("upstream", config(limits));
    }

    private CircuitBreakerConfig config(BreakerLimits limits) {
        return CircuitBreakerConfig.custom()
                .initialState(limits.on() ? CircuitBreaker.State.CLOSED : CircuitBreaker.State.DISABLED)
                .failureRateThreshold(limits.failureRate())
                .slowCallRateThreshold(limits.slowRate())
                .slowCallDurationThreshold(limits.slowAfter())
                .slidingWindow(
                        limits.window(),
                        limits.minimumCalls(),
                        SlidingWindowType.COUNT_BASED,
                        SlidingWindowSynchronizationStrategy.SYNCHRONIZED)
                .permittedNumberOfCallsInHalfOpenState(1)
                .automaticTransitionFromOpenToHalfOpenEnabled(false)
                .waitIntervalFunctionInOpenState(this::waitToTry)
                .clock(new Present())
                .currentTimestampFunction(clock -> clock.instant().toEpochMilli(), TimeUnit.MILLISECONDS)
                .writableStackTraceEnabled(false)
                .build();
    }

    /** One of READY, PROBE_DUE, PROBING and OPEN. */
    Standing.State state(long now) {
        return switch (states.getState()) {
            case CLOSED, DISABLED, METRICS_ONLY -> Standing.State.READY;
            case HALF_OPEN -> probing ? Standing.State.PROBING : Standing.State.PROBE_DUE;
            case OPEN, FORCED_OPEN -> now - until > 0 ? Standing.State.PROBE_DUE : Standing.State.OPEN;
        };
    }

    /** When the latest wait ends. */
    long until() {
        return until;
    }

    /** Lets a call through, and says to which era it belongs; {@link #REFUSED} otherwise. */
    public long acquire(long now) {
        long belongs = era; // before the state: a call must not pass for one of an era that began after it
        return switch (state(now)) {
            case READY -> belongs;
            case PROBE_DUE -> acquireProbe(now);
            // Not asked: each refusal of Resilience4j's makes an event with a date.
            case PROBING, FULL, OPEN, THROTTLED, COOLING, BENCHED -> REFUSED;
        };
    }

    private synchronized long acquireProbe(long now) {
        present = now;
        if (!states.tryAcquirePermission()) {
            return REFUSED;
        }
        probing = states.getState() == CircuitBreaker.State.HALF_OPEN;
        return era;
    }

    /** Whether a success after so many nanoseconds is one in name only. */
    boolean slow(long waited) {
        return waited > slowAfter;
    }

    /** Whether the only trial is a call of this era, and so this one. */
    boolean trial(long belongs) {
        return probing && belongs == era;
    }

    /** A call went well after {@code waited} nanoseconds. */
    public void succeeded(long belongs, long waited, long now) {
        if (quiet && belongs == era && !slow(waited)) {
            int before = unbooked;
            if (before < window) {
                unbooked = before + 1;
            }
        } else {
            bookSuccess(belongs, waited, now);
        }
    }

    private synchronized void bookSuccess(long belongs, long waited, long now) {
        if (belongs != era) {
            return;
        }
        present = now;
        boolean trial = states.getState() == CircuitBreaker.State.HALF_OPEN;
        if (slow(waited)) {
            bookTheQuiet();
            unbroken = 0;
        } else {
            unbroken++;
        }
        states.onSuccess(waited, TimeUnit.NANOSECONDS);
        booked(belongs);
        if (states.getState() == CircuitBreaker.State.CLOSED && (trial || unbroken >= window)) {
            unbooked = trial ? 0 : window; // what closes it begins with an empty window
            quiet = true;
        }
    }

    private void bookTheQuiet() {
        if (quiet) {
            quiet = false;
            for (int n = unbooked; n > 0; n--) {
                states.onSuccess(0, TimeUnit.NANOSECONDS);
            }
        }
    }

    public synchronized void failed(long belongs, long now) {
        if (belongs == era) {
            present = now;
            bookTheQuiet();
            unbroken = 0;
            states.onError(0, TimeUnit.NANOSECONDS, new Failed());
            booked(belongs);
        }
    }

    /** A call ended without saying anything about what was called; if it was the trial, the next call is. */
    public void released(long belongs) {
        if (probing) {
            giveBack(belongs);
        }
    }

    private synchronized void giveBack(long belongs) {
        if (belongs == era && probing) {
            states.releasePermission();
            probing = false;
        }
    }

    private void booked(long belongs) {
        probing = false;
        if (states.getState() == CircuitBreaker.State.OPEN) {
            era = belongs + 1;
        }
    }

    /** Asked by Resilience4j whenever it opens, which does not tell until when. */
    private long waitToTry(int openings) {
        long millis = waits.apply(openings);
        until = present + TimeUnit.MILLISECONDS.toNanos(millis);
        return millis;
    }

    /** Stands still at the moment of the call being booked. */
    private final class Present extends Clock {
        @Override
        public Instant instant() {
            return Instant.EPOCH.plusNanos(present - origin);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Stands for any failure; nobody looks into it. */
    private static final class Failed extends Exception {
        private Failed() {
            super("failed", null, false, false);
        }
    }
}
