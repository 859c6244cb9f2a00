package dev.headgate.api;

import dev.headgate.api.quota.Quotas;
import java.time.InstantSource;

/** What the gateway lends to the filters of one plugin, besides the exchange. Safe to use from any thread. */
public interface FilterContext {
    /** Counters, values and limits that outlive the filter and its configuration, and that no other plugin sees. */
    StateStore state();

    /** The time of day; the one that tests can set. */
    InstantSource clock();

    /**
     * A counter on the gateway's metrics, where it stands as {@code headgate_plugin_FILTER_NAME_total}. It belongs to the plugin
     * and not to a filter: asked for again, also under another configuration, it goes on from where it was.
     *
     * @param name at most 32 lower-case letters, digits and underscores
     * @param help what is counted, in a sentence
     * @param labels the names of its labels, of the same form, at most five
     * @throws IllegalArgumentException for other names, for a counter that is there with other labels, and for more than
     *     sixteen counters of one plugin
     */
    default Tally tally(String name, String help, String... labels) {
        return Tally.NONE;
    }

    /**
     * A level on the gateway's metrics, which goes up by what is added and down by what is added below zero. It stands
     * there as {@code headgate_plugin_FILTER_NAME}; all else is as with {@link #tally}, and it counts as one of the
     * sixteen.
     */
    default Tally level(String name, String help, String... labels) {
        return Tally.NONE;
    }

    /** The list prices at the upstreams of the configuration that the filter is made for. May block to read them. */
    default PriceList prices() {
        return PriceList.NONE;
    }

    /** Whether the configuration that the filter is made for leads requests of this kind for this model anywhere. */
    default boolean serves(String model, Operation operation) {
        return true;
    }

    /** What the configuration that the filter is made for says of its teams' and keys' limits. */
    default Quotas quotas() {
        return Quotas.NONE;
    }
}
