package dev.headgate.dispatch;

import dev.headgate.api.Attempt;

/** Told of what happens beside the exchanges. Called on any event loop. */
public interface Observer {
    /** A copy of an exchange of this route has ended, with what it used. */
    void shadowed(String route, Attempt attempt);

    /** A filter was called, or passed over; with the time it took for itself. */
    void filtered(String filter, FilterOutcome outcome, long ownNanos);
}
