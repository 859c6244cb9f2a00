package dev.headgate.api;

import java.util.OptionalLong;

/** What tokens cost by the list prices that come with the gateway. Safe to use from any thread. */
@FunctionalInterface
public interface PriceList {
    /** Nothing has a price. */
    PriceList NONE = (upstream, model, usage) -> OptionalLong.empty();

    /**
     * What this usage costs, in millionths of a millionth of a US dollar; empty where the price or the usage is not known.
     *
     * @param upstream the configured upstream's name
     * @param model the model as that upstream calls it
     */
    OptionalLong cost(String upstream, String model, Usage usage);
}
