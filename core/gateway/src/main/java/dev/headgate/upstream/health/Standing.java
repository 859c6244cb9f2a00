package dev.headgate.upstream.health;

import java.time.Duration;

/**
 * How a credential stands with a model at one moment.
 *
 * @param until the moment in nanoseconds when this ends; it means nothing where only a call can end it
 */
public record Standing(State state, long until) {
    /** From the most to the least usable. */
    public enum State {
        READY,
        /** Was broken and has been left alone long enough: the next call tries it, alone. */
        PROBE_DUE,
        /** The provider asked for less without saying for how long: for use when there is nothing better. */
        THROTTLED,
        /** Was broken; one call is trying it now, and all others go elsewhere. */
        PROBING,
        /** Well, but with as many attempts under way as it may have. */
        FULL,
        /** Broken, and left alone. */
        OPEN,
        /** The provider said how long it wants no calls. */
        COOLING,
        /** The provider refuses the credential. */
        BENCHED;

        /** The word for logs and metric labels. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        }
    }

    /** Whether a call would be let through, the last resort or not. */
    public boolean usable(boolean lastResort) {
        return switch (state) {
            case READY, PROBE_DUE -> true;
            case THROTTLED -> lastResort;
            case PROBING, FULL, OPEN, COOLING, BENCHED -> false;
        };
    }

    /** How long this lasts, or nothing where only a call can end it. */
    public Duration rest(long now) {
        return switch (state) {
            case THROTTLED, OPEN, COOLING, BENCHED -> Duration.ofNanos(Math.max(0, until - now));
            case READY, PROBE_DUE, PROBING, FULL -> Duration.ZERO;
        };
    }
}
