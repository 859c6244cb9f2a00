package dev.headgate.plugin.ratelimit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is configured by the names of models: exactly, or by how they begin. The longest that fits counts. */
final class Patterns<T> {
    private final Map<String, T> exact = new HashMap<>();
    private final List<Map.Entry<String, T>> beginnings = new ArrayList<>();

    Patterns(Map<String, T> configured) {
        configured.forEach((name, value) -> {
            if (name.endsWith("*")) {
                beginnings.add(Map.entry(name.substring(0, name.length() - 1), value));
            } else {
                exact.put(name, value);
            }
        });
        beginnings.sort(
                Comparator.comparingInt((Map.Entry<String, T> e) -> e.getKey().length())
                        .reversed());
    }

    /** All that is configured. */
    List<T> all() {
        var all = new ArrayList<>(exact.values());
        beginnings.forEach(e -> all.add(e.getValue()));
        return all;
    }

    Optional<T> of(String model) {
        return Optional.ofNullable(find(model));
    }

    private @Nullable T find(String model) {
        T found = exact.get(model);
        if (found != null) {
            return found;
        }
        for (Map.Entry<String, T> e : beginnings) {
            if (model.startsWith(e.getKey())) {
                return e.getValue();
            }
        }
        return null;
    }
}
