package dev.headgate.upstream.health;

import java.time.Duration;

/**
 * When a way to an upstream counts as broken, and how long it is then left alone.
 *
 * @param on without it nothing ever counts as broken
 * @param failureRate failed calls in percent that break it
 * @param minimumCalls calls before any rate is looked at
 * @param window how many of the latest calls are looked at
 * @param slowRate slow calls in percent that break it
 * @param slowAfter a stream is slow when its first content takes longer
 * @param openMin the first wait before it is tried again; each failed trial doubles it
 * @param openMax the longest such wait
 */
public record BreakerLimits(
        boolean on,
        int failureRate,
        int minimumCalls,
        int window,
        int slowRate,
        Duration slowAfter,
        Duration openMin,
        Duration openMax) {
    /** Five failures break it, whatever went well before. */
    public static final BreakerLimits DEFAULT = new BreakerLimits(
            true, 50, 5, 10, 80, Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(30));

    public static final BreakerLimits OFF = DEFAULT.switched(false);

    public BreakerLimits {
        percent("failureRate", failureRate);
        percent("slowRate", slowRate);
        if (minimumCalls < 1 || window < minimumCalls) {
            throw new IllegalArgumentException("minimumCalls: 1 to window (" + window + "), not " + minimumCalls);
        }
        atLeastMilli("slowAfter", slowAfter);
        atLeastMilli("openMin", openMin);
        if (openMax.compareTo(openMin) < 0) {
            throw new IllegalArgumentException("openMax: at least openMin (" + openMin + "), not " + openMax);
        }
    }

    public BreakerLimits switched(boolean newOn) {
        return new BreakerLimits(newOn, failureRate, minimumCalls, window, slowRate, slowAfter, openMin, openMax);
    }

    private static void percent(String name, int value) {
        if (value < 1 || value > 100) {
            throw new IllegalArgumentException(name + ": 1 to 100 percent, not " + value);
        }
    }

    private static void atLeastMilli(String name, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(name + ": at least a millisecond, not " + value);
        }
    }
}
