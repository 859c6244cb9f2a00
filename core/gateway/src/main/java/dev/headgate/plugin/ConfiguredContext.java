package dev.headgate.plugin;

import dev.headgate.api.FilterContext;
import dev.headgate.api.Operation;
import dev.headgate.api.PriceList;
import dev.headgate.api.StateStore;
import dev.headgate.api.Tally;
import dev.headgate.api.quota.Quotas;
import java.time.InstantSource;
import java.util.function.BiPredicate;
import java.util.function.Supplier;

/** What a filter is lent, with what its configuration says of limits, prices and models. */
record ConfiguredContext(
        FilterContext lent, Quotas quotas, Supplier<PriceList> priceList, BiPredicate<String, Operation> served)
        implements FilterContext {
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
    public boolean serves(String model, Operation operation) {
        return served.test(model, operation);
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
