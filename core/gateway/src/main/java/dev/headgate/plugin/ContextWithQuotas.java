package dev.headgate.plugin;

import dev.headgate.api.FilterContext;
import dev.headgate.api.StateStore;
import dev.headgate.api.Tally;
import dev.headgate.api.quota.Quotas;
import java.time.InstantSource;

/** What a filter is lent, with the limits that its configuration has for teams and keys. */
record ContextWithQuotas(FilterContext lent, Quotas quotas) implements FilterContext {
    @Override
    public StateStore state() {
        return lent.state();
    }

    @Override
    public InstantSource clock() {
        return lent.clock();
    }

    @Override
    public Tally tally(String name, String help, String... labels) {
        return lent.tally(name, help, labels);
    }
}
