package dev.headgate.http;

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
        return "{\"status\":\"" + phase.get().name().toLowerCase(java.util.Locale.ROOT) + "\"}";
    }
}
