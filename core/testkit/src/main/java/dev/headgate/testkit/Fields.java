package dev.headgate.testkit;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Header fields as they stood on the wire: in order, with repetitions and in their own spelling. Looked up without
 * regard to case.
 *
 * @param entries name and value pairs
 */
public record Fields(List<Map.Entry<String, String>> entries) {
    public static final Fields NONE = new Fields(List.of());

    public Fields {
        entries = List.copyOf(entries);
    }

    /** The first value of this name. */
    public Optional<String> first(String name) {
        return all(name).stream().findFirst();
    }

    /** Every value of this name, in order. */
    public List<String> all(String name) {
        return entries.stream()
                .filter(e -> e.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    public boolean has(String name) {
        return !all(name).isEmpty();
    }

    /** Whether the comma-separated list under this name holds {@code token}. */
    boolean lists(String name, String token) {
        return all(name).stream()
                .flatMap(v -> List.of(v.split(",", -1)).stream())
                .anyMatch(v -> v.strip().equalsIgnoreCase(token));
    }
}
