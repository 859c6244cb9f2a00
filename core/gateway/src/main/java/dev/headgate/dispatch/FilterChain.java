package dev.headgate.dispatch;

import dev.headgate.api.Exchange;
import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.Filter;
import dev.headgate.api.GatewayException;
import dev.headgate.api.GatewayResponse;
import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One filter around the rest of an exchange. Chains are compiled once per snapshot; an empty one is just its end. */
final class FilterChain implements Filter.Chain {
    private static final Logger LOG = LoggerFactory.getLogger(FilterChain.class);

    private final Filter filter;
    private final Filter.Chain rest;

    private FilterChain(Filter filter, Filter.Chain rest) {
        this.filter = filter;
        this.rest = rest;
    }

    static Filter.Chain around(List<Filter> filters, Filter.Chain end) {
        Filter.Chain chain = end;
        for (Filter f : filters.reversed()) {
            chain = new FilterChain(f, chain);
        }
        return chain;
    }

    @Override
    public Future<GatewayResponse> proceed(Exchange exchange) {
        try {
            Future<GatewayResponse> response = filter.apply(exchange, rest);
            return response == null ? broken(new NullPointerException("a filter returned null")) : response;
        } catch (GatewayException e) {
            return Future.failedFuture(e);
        } catch (Exception | LinkageError | StackOverflowError e) {
            return broken(e);
        }
    }

    private Future<GatewayResponse> broken(Throwable e) {
        LOG.error("filter {} failed", filter.getClass().getName(), e);
        return Future.failedFuture(
                Failure.of(Kind.INTERNAL, "A filter of the gateway failed.").exception());
    }
}
