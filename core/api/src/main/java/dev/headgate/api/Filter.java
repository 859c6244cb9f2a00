package dev.headgate.api;

import io.vertx.core.Future;

/**
 * A step around the rest of an exchange: it may answer itself, fail, change the request before calling
 * {@link Chain#proceed}, or change or watch the answer after it. Called on the exchange's event loop; it must not block.
 */
@FunctionalInterface
public interface Filter {
    Future<GatewayResponse> apply(Exchange exchange, Chain next);

    /** The rest of the exchange. It may be run at most once. */
    @FunctionalInterface
    interface Chain {
        Future<GatewayResponse> proceed(Exchange exchange);
    }
}
