package dev.headgate.api;

import org.pf4j.ExtensionPoint;

/**
 * A plugin's entry: makes filters from settings. Discovered by PF4J; the implementation carries
 * {@code @org.pf4j.Extension} and has a public constructor without parameters.
 */
public interface FilterFactory extends ExtensionPoint {
    /** The name under which {@code filters:} in the configuration refers to this plugin. */
    String name();

    /** What its filters are for. */
    default Phase phase() {
        return Phase.TRANSFORM;
    }

    /**
     * Whether its filters block: they wait for something or compute for longer than a millisecond. They are then called
     * on a thread of their own instead of the exchange's event loop; {@link Filter.Chain#proceed} and everything after
     * it run on the loop as ever.
     */
    default boolean blocking() {
        return false;
    }

    /**
     * A filter for one configuration. Called while a configuration is being built, never on an event loop.
     *
     * @throws IllegalArgumentException naming the setting that is wrong and what would be right; the configuration is
     *     then refused
     */
    Filter create(FilterSettings settings);
}
