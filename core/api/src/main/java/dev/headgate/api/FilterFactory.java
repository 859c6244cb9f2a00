package dev.headgate.api;

import org.pf4j.ExtensionPoint;

/**
 * A plugin's entry: makes filters from settings. Discovered by PF4J; the implementation carries
 * {@code @org.pf4j.Extension} and has a public constructor without parameters.
 *
 * @param <S> the record of its settings, declared as {@link dev.headgate.api.settings} says; one without components when
 *     there is nothing to set
 */
public interface FilterFactory<S extends Record> extends ExtensionPoint {
    /** The name under which {@code filters:} in the configuration refers to this plugin. */
    String name();

    /** What {@link #create} takes. The gateway reads it from the file, and refuses what does not fit with its line. */
    Class<S> settings();

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
     * A filter for one place in one configuration. Called while a configuration is being built, also for one that is
     * only checked, and never on an event loop; what costs or is seen from outside begins with the first request.
     *
     * @throws IllegalArgumentException saying which setting is wrong and what would be right; the configuration is
     *     then refused
     */
    Filter create(S settings, FilterContext context);
}
