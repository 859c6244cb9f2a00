package dev.headgate.api;

import java.util.Map;
import java.util.Set;

/**
 * The settings of one use of a filter, as plain values: text, numbers, booleans, lists and maps.
 *
 * @param values by setting name, in kebab-case
 */
public record FilterSettings(Map<String, Object> values) {
    public static final FilterSettings NONE = new FilterSettings(Map.of());

    public FilterSettings {
        values = Map.copyOf(values);
    }

    /** The text setting of this name, or {@code fallback} when absent. */
    public String text(String name, String fallback) {
        Object v = values.get(name);
        if (v == null) {
            return fallback;
        }
        if (v instanceof String s) {
            return s;
        }
        throw new IllegalArgumentException(name + ": expected text");
    }

    /** Refuses settings that are not among {@code known}. */
    public void only(Set<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException(name + ": not a setting of this filter; known: "
                        + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }
}
