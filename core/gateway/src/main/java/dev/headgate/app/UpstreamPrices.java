package dev.headgate.app;

import dev.headgate.api.PriceList;
import dev.headgate.api.Usage;
import dev.headgate.price.Prices;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The list prices at the upstreams of one configuration; read when somebody first asks for any. */
final class UpstreamPrices implements Supplier<PriceList> {
    private final Map<String, String> providers;
    private @Nullable PriceList list;

    /**
     * @param providers the kind of operator of each upstream, by the upstream's name
     */
    UpstreamPrices(Map<String, String> providers) {
        this.providers = Map.copyOf(providers);
    }

    /** Waits for the table to be read. */
    @Override
    public synchronized PriceList get() {
        if (list == null) {
            Prices prices = Prices.shipped();
            list = (upstream, model, usage) -> cost(prices, providers.getOrDefault(upstream, ""), model, usage);
        }
        return list;
    }

    private static OptionalLong cost(Prices prices, String provider, String model, Usage usage) {
        if (!usage.known()) {
            return OptionalLong.empty();
        }
        return prices.of(provider, model).map(p -> OptionalLong.of(p.of(usage))).orElse(OptionalLong.empty());
    }
}
