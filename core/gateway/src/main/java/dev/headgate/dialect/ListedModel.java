package dev.headgate.dialect;

/**
 * A model as listings show it.
 *
 * @param id the name callers use
 * @param owner who runs it
 * @param created in epoch seconds
 */
public record ListedModel(String id, String owner, long created) {}
