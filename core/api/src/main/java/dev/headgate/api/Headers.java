package dev.headgate.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Immutable response headers, names in lower case, in the order they are sent.
 *
 * @param entries name and value pairs
 */
public record Headers(List<Map.Entry<String, String>> entries) {
    public static final Headers NONE = new Headers(List.of());

    public Headers {
        entries = List.copyOf(entries);
    }

    public static Headers of(String name, String value) {
        return new Headers(List.of(Map.entry(name, value)));
    }

    /** The first value of this name, which must be given in lower case. */
    public Optional<String> get(String name) {
        for (Map.Entry<String, String> e : entries) {
            if (e.getKey().equals(name)) {
                return Optional.of(e.getValue());
            }
        }
        return Optional.empty();
    }

    /** These headers but those of this name, which must be given in lower case. */
    public Headers without(String name) {
        return get(name).isEmpty()
                ? this
                : new Headers(
                        entries.stream().filter(e -> !e.getKey().equals(name)).toList());
    }

    /** These headers and one more. */
    public Headers with(String name, String value) {
        var all = new java.util.ArrayList<>(entries);
        all.add(Map.entry(name, value));
        return new Headers(all);
    }
}
