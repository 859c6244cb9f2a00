package dev.headgate.config;

/** How a route chooses among its targets. */
public enum Policy {
    /** The first that is ready, in the order written. */
    ORDERED,
    /** In turn, in proportion to the weights. */
    WEIGHTED,
    /** The better of two by the time their answers take to begin. */
    LEAST_LATENCY,
    /** The one with the fewest requests under way. */
    LEAST_BUSY,
    /** The one with the lowest list price. */
    CHEAPEST
}
