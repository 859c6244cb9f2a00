package dev.headgate.dispatch;

import dev.headgate.api.Filter;

/**
 * A filter and the contract it runs under.
 *
 * @param version a digest of what the filter is and of its settings
 */
public record Installed(Filter filter, Contract contract, String version) {}
