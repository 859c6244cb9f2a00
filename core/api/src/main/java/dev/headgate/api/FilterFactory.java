package dev.headgate.api;

import org.pf4j.ExtensionPoint;

/**
 * A plugin's entry: makes filters from settings. Discovered by PF4J; the implementation carries
 * {@code @org.pf4j.Extension} and has a public constructor without parameters.
 */
public interface FilterFactory extends ExtensionPoint {
    /** The name under which {@code filters:} in the configuration refers to this plugin. */
    String name();

    /**
     * A filter for one configuration. Called while a configuration is being built, never on an event loop.
     *
     * @throws IllegalArgumentException naming the setting that is wrong and what would be right; the configuration is
     *     then refused
     */
    Filter create(FilterSettings settings);
}
