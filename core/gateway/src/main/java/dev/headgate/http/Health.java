package dev.headgate.http;

import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;

/** Whether this gateway should be sent requests. Safe to share between threads. */
public final class Health {
    /** The phases of a gateway's life. */
    public enum Phase {
        STARTING,
        READY,
        DRAINING
    }

    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.STARTING);

    private volatile OptionalInt unpinned = OptionalInt.empty();

    /**
     * Says that plugins are taken that nobody vouched for.
     *
     * @param plugins how many there are now; empty when none would be taken
     */
    public void unpinned(OptionalInt plugins) {
        unpinned = plugins;
    }

    public void enter(Phase next) {
        phase.set(next);
    }

    public Phase phase() {
        return phase.get();
    }

    /** The HTTP status of {@code /readyz}. */
    int readyStatus() {
        return phase.get() == Phase.READY ? 200 : 503;
    }

    /** The body of {@code /readyz}. */
    String readyText() {
        OptionalInt n = unpinned;
        return "{\"status\":\"" + phase.get().name().toLowerCase(Locale.ROOT) + "\""
                + (n.isPresent() ? ",\"unpinned_plugins\":" + n.getAsInt() : "") + "}";
    }
}
