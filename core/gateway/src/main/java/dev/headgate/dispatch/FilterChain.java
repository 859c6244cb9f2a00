package dev.headgate.dispatch;

import dev.headgate.api.Filter;
import java.util.Comparator;
import java.util.List;

/** Filters around the rest of an exchange. Chains are compiled once per snapshot; an empty one is just its end. */
final class FilterChain {
    private FilterChain() {}

    /** The filters in the order of their phases, and within a phase in the order given, around the end. */
    static Filter.Chain around(List<Installed> filters, Filter.Chain end, Observer observer) {
        Filter.Chain chain = end;
        for (Installed f : inOrder(filters).reversed()) {
            var guarded = new GuardedFilter(f, chain, observer);
            chain = guarded::proceed;
        }
        return chain;
    }

    /** From the outermost to the innermost. */
    static List<Installed> inOrder(List<Installed> filters) {
        return filters.stream()
                .sorted(Comparator.comparing(f -> f.contract().phase()))
                .toList();
    }
}
