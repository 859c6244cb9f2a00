package dev.headgate.dispatch;

import dev.headgate.api.Filter;

/** A filter and the contract it runs under. */
public record Installed(Filter filter, Contract contract) {}
