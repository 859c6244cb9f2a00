package dev.headgate.api;

/**
 * Who is calling: the team that pays and the name of the key that was presented. Never the key itself.
 *
 * @param team the team's id in the configuration
 * @param key the key's name in the configuration, or {@code -} for a caller let in without one
 */
public record Principal(String team, String key) {}
