package dev.headgate.route;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Model id to route: the exact name first, then the wildcard with the longest literal prefix. Names match byte for
 * byte, without trimming, case folding or normalisation. A lookup costs one hash per distinct prefix length, however
 * many routes there are.
 */
public final class RouteTable {
    private final Map<String, Route> exact = new HashMap<>();
    private final Map<String, Route> byPrefix = new HashMap<>();
    private final int[] prefixLengths;
    private final List<Route> routes;

    public RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        for (Route r : routes) {
            if (r.wildcard()) {
                byPrefix.put(r.name().substring(0, r.name().length() - 1), r);
            } else {
                exact.put(r.name(), r);
            }
        }
        prefixLengths = byPrefix.keySet().stream()
                .map(String::length)
                .distinct()
                .sorted(Comparator.reverseOrder())
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** The route that serves this model id, or empty when it has none that could. */
    public Optional<Route> find(String model) {
        return match(model).filter(Route::served);
    }

    /** The route that this model id belongs to, served or not. */
    public Optional<Route> match(String model) {
        Route r = exact.get(model);
        if (r != null) {
            return Optional.of(r);
        }
        for (int length : prefixLengths) {
            // A wildcard stands for at least one character.
            if (length < model.length()) {
                r = byPrefix.get(model.substring(0, length));
                if (r != null) {
                    return Optional.of(r);
                }
            }
        }
        return Optional.empty();
    }

    /** All routes as configured. */
    public List<Route> routes() {
        return routes;
    }

    /** The names that can be listed: those that are served and not wildcards. */
    public List<String> names() {
        return exact.values().stream()
                .filter(Route::served)
                .map(Route::name)
                .sorted()
                .toList();
    }
}
