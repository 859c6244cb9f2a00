package dev.headgate.plugin;

import dev.headgate.api.FilterContext;
import dev.headgate.api.PriceList;
import dev.headgate.api.StateStore;
import dev.headgate.api.Tally;
import dev.headgate.api.quota.Quotas;
import java.time.InstantSource;
import java.util.function.Supplier;

/** What a filter is lent, with what its configuration says of limits and prices. */
record ConfiguredContext(FilterContext lent, Quotas quotas, Supplier<PriceList> priceList) implements FilterContext {
    @Override
    public StateStore state() {
        return lent.state();
    }

    @Override
    public InstantSource clock() {
        return lent.clock();
    }

    @Override
    public PriceList prices() {
        return priceList.get();
    }

    @Override
    public Tally tally(String name, String help, String... labels) {
        return lent.tally(name, help, labels);
    }

    @Override
    public Tally level(String name, String help, String... labels) {
        return lent.level(name, help, labels);
    }
}
