package dev.headgate.http.transport;

import dev.headgate.time.Clock;
import java.time.Duration;

/** What is known of one client connection between and during requests. Confined to its event loop. */
public final class ClientConnection {
    private static final long NONE = -1;

    private final Clock clock;
    private final Runnable close;
    private long headBegun;
    private long idleSince;
    private int inFlight;

    /** A new connection owes its first request's head from the moment it stands. */
    public ClientConnection(Clock clock, Runnable close) {
        this.clock = clock;
        this.close = close;
        this.headBegun = clock.nanos();
        this.idleSince = NONE;
    }

    void headBegun() {
        if (headBegun == NONE) {
            headBegun = clock.nanos();
        }
        idleSince = NONE;
    }

    void headComplete() {
        headBegun = NONE;
        idleSince = NONE;
    }

    /** Nothing is owed by the client for now; so with HTTP/2 from the beginning, where heads come in frames. */
    public void idle() {
        headBegun = NONE;
        idleSince = clock.nanos();
    }

    public void requestBegun() {
        inFlight++;
    }

    public void requestEnded() {
        inFlight--;
        if (inFlight == 0 && headBegun == NONE) {
            idle();
        }
    }

    /** Closes the connection when it has kept us waiting for too long. */
    public void sweep(Duration headLimit, Duration idleLimit) {
        if (inFlight == 0 && (expired(headBegun, headLimit) || expired(idleSince, idleLimit))) {
            close.run();
        }
    }

    private boolean expired(long since, Duration limit) {
        return since != NONE && clock.nanos() - since > limit.toNanos();
    }
}
