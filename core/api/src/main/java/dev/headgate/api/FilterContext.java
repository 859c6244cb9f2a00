package dev.headgate.api;

import java.time.InstantSource;

/** What the gateway lends to the filters of one plugin, besides the exchange. Safe to use from any thread. */
public interface FilterContext {
    /** Counters and values that outlive the filter and its configuration, and that no other plugin sees. */
    StateStore state();

    /** The time of day; the one that tests can set. */
    InstantSource clock();
}
