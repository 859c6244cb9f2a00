package dev.headgate.api;

import io.vertx.core.Future;

/**
 * A step around the rest of an exchange: it may answer itself, fail, change the request before calling
 * {@link Chain#proceed}, or change or watch the answer after it. Called on the exchange's event loop, where it must not
 * block; its first calls, those of a filter that is found to block, and those of one that says so, are made on threads of
 * their own. What comes after {@link Chain#proceed} runs on the loop in any case.
 */
@FunctionalInterface
public interface Filter {
    Future<GatewayResponse> apply(Exchange exchange, Chain next);

    /**
     * Lets go of what the filter holds. Called once, when the configuration it was made for is no longer in place and
     * the last exchange under it has ended; never on an event loop, and never while {@link #apply} or anything it
     * returned is still under way. Whatever is not let go here stays until the gateway ends.
     */
    default void close() {}

    /** The rest of the exchange, which may be run at most once. */
    @FunctionalInterface
    interface Chain {
        Future<GatewayResponse> proceed(Exchange exchange);

        /**
         * Waits for what another exchange brings. Like that of {@link #proceed} this time is not the filter's own; what
         * comes after it runs on this exchange's event loop. To be called before the rest of the exchange is run.
         */
        default <T> Future<T> until(Future<T> other) {
            return other;
        }
    }
}
