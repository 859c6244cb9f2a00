package dev.headgate.dispatch;

import dev.headgate.api.Attempt;
import dev.headgate.api.Failure;
import java.time.Duration;
import java.util.Optional;

/** Told of what happens beside the exchanges. Called on any event loop. */
public interface Observer {
    /** A copy of an exchange of this route has ended, with what it used. */
    void shadowed(String route, Attempt attempt);

    /** A filter has asked for something, which is an exchange of its own. */
    default void begun() {}

    /** Such an exchange has ended, with this status. */
    default void ended(ExchangeState asked, int status, Optional<Failure.Kind> failure, Duration total) {}

    /** Who is told of the calls of the filter of this name. Asked once for each place a filter stands in. */
    FilterCalls filter(String name);

    /** Told of the calls of one filter, on any event loop. */
    @FunctionalInterface
    interface FilterCalls {
        /**
         * It was called, or passed over.
         *
         * @param ownNanos the time it took for itself
         * @param cpuNanos the processor time that it took on event loops; 0 in most calls and that of many in some
         */
        void called(FilterOutcome outcome, long ownNanos, long cpuNanos);
    }
}
