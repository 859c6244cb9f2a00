package dev.headgate.config;

/** How a route chooses among its targets. */
public enum Policy {
    /** The first that is ready, in the order written. */
    ORDERED,
    /** By chance, in proportion to the weights. */
    WEIGHTED
}
