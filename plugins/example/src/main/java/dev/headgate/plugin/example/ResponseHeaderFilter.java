package dev.headgate.plugin.example;

import dev.headgate.api.Exchange;
import dev.headgate.api.Filter;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.GatewayResponse.Streaming;
import io.vertx.core.Future;

/** Adds one header to every answer on its way back. What failed further in stays as it is. */
record ResponseHeaderFilter(String header, String value) implements Filter {
    @Override
    public Future<GatewayResponse> apply(Exchange exchange, Chain next) {
        // Before proceed() is the request's way in, after it the answer's way out.
        return next.proceed(exchange).map(this::withHeader);
    }

    private GatewayResponse withHeader(GatewayResponse answer) {
        return switch (answer) {
            case Buffered(var status, var headers, var body) -> new Buffered(status, headers.with(header, value), body);
            // The events are passed on untouched: a filter that only adds a header costs a stream nothing.
            case Streaming(var status, var headers, var events) ->
                new Streaming(status, headers.with(header, value), events);
        };
    }
}
