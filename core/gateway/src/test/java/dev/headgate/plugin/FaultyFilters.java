package dev.headgate.plugin;

import dev.headgate.api.Exchange;
import dev.headgate.api.Filter;
import dev.headgate.api.FilterContext;
import dev.headgate.api.FilterFactory;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.settings.Default;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** A plugin whose filters break in the way that the model's name says, and pass every other request on. */
public final class FaultyFilters implements FilterFactory<FaultyFilters.Settings> {
    /** Stands in every exception, and must never reach a caller. */
    public static final String DETAIL = "inner-detail-5521";

    /** How its making breaks. */
    public record Settings(@Default("well") String create) {}

    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    @SuppressWarnings("NullAway") // what broken plugins do
    public Filter create(Settings settings, FilterContext context) {
        return switch (settings.create()) {
            case "nothing" -> null;
            case "throw" -> throw new IllegalStateException(DETAIL);
            case "overflow" -> {
                overflow(0);
                yield null;
            }
            default -> FaultyFilters::apply;
        };
    }

    private static @Nullable Future<GatewayResponse> apply(Exchange exchange, Filter.Chain next) {
        return switch (exchange.model()) {
            case "throws" -> throw new IllegalStateException(DETAIL);
            case "overflows" -> {
                overflow(0);
                yield null;
            }
            case "links" -> throw new NoClassDefFoundError(DETAIL);
            case "fails" -> Future.failedFuture(new IllegalStateException(DETAIL));
            case "null" -> null;
            default -> next.proceed(exchange);
        };
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int overflow(int depth) {
        return overflow(depth + 1) + 1;
    }
}
