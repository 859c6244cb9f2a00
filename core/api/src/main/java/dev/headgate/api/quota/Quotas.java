package dev.headgate.api.quota;

import java.util.Map;

/**
 * What a configuration says of its teams and keys themselves: {@code limits} under each of them.
 *
 * @param teams by name, those that have any
 * @param keys by name, those that have any
 */
public record Quotas(Map<String, Quota> teams, Map<String, Quota> keys) {
    public static final Quotas NONE = new Quotas(Map.of(), Map.of());

    public Quotas {
        teams = Map.copyOf(teams);
        keys = Map.copyOf(keys);
    }
}
