package dev.headgate.plugin;

import dev.headgate.api.Exchange;
import dev.headgate.api.Failure;
import dev.headgate.api.Filter;
import dev.headgate.api.FilterContext;
import dev.headgate.api.FilterFactory;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.Phase;
import dev.headgate.api.Usage;
import io.vertx.core.Future;
import java.time.Duration;

/** A plugin whose filters leave notes of what they see: how many came before, and how it ended. */
public final class WatchingFilters implements FilterFactory<WatchingFilters.Settings> {
    /** There is nothing to set. */
    public record Settings() {}

    @Override
    public String name() {
        return "watching";
    }

    @Override
    public Phase phase() {
        return Phase.OBSERVE;
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Filter create(Settings settings, FilterContext context) {
        return (exchange, next) -> apply(exchange, next, context);
    }

    private static Future<GatewayResponse> apply(Exchange exchange, Filter.Chain next, FilterContext context) {
        exchange.atEnd(outcome -> {
            throw new IllegalStateException("kept from nobody");
        });
        exchange.atEnd(outcome -> exchange.note(
                "ended",
                outcome.status() + ":"
                        + outcome.failure().map(Failure.Kind::label).orElse("-") + ":" + exchange.route() + ":"
                        + exchange.usage().completion().orElse(-1)));
        exchange.add(Usage.of(1000, 0));
        return context.state().add("calls", 1, Duration.ofHours(1)).compose(n -> {
            exchange.note("nth", Long.toString(n));
            return next.proceed(exchange);
        });
    }
}
