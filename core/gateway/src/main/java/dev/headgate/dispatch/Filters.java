package dev.headgate.dispatch;

import dev.headgate.api.Exchange;
import dev.headgate.api.Filter;
import dev.headgate.api.Operated;
import dev.headgate.api.quota.Metered;
import dev.headgate.route.Route;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The filters of one configuration: those around every exchange, then those of the caller's team, then those of the
 * route.
 *
 * @param teams by the team's name
 * @param routes of the very routes of the same configuration
 */
public record Filters(List<Installed> all, Map<String, List<Installed>> teams, Map<Route, List<Installed>> routes) {
    public static final Filters NONE = new Filters(List.of(), Map.of(), Map.of());

    public Filters {
        all = List.copyOf(all);
        teams = Map.copyOf(teams);
        routes = Map.copyOf(routes);
    }

    /** Those that limit the callers of this team, in the order they are met. */
    List<Metered> metered(String team) {
        return Stream.concat(all.stream(), teams.getOrDefault(team, List.of()).stream())
                .map(Installed::filter)
                .filter(Metered.class::isInstance)
                .map(Metered.class::cast)
                .toList();
    }

    /** Those of this name that take orders, wherever they stand. */
    List<Operated> operated(String name) {
        return Stream.of(Stream.of(all), teams.values().stream(), routes.values().stream())
                .flatMap(lists -> lists)
                .flatMap(List::stream)
                .filter(i -> i.contract().name().equals(name))
                .map(Installed::filter)
                .filter(Operated.class::isInstance)
                .map(Operated.class::cast)
                .toList();
    }

    /** All of them around this end, compiled. */
    Filter.Chain chain(Filter.Chain end, Observer observer) {
        return FilterChain.around(all, ofTeams(ofRoutes(end, observer), observer), observer);
    }

    private Filter.Chain ofTeams(Filter.Chain end, Observer observer) {
        if (teams.isEmpty()) {
            return end;
        }
        var chains = new HashMap<String, Filter.Chain>();
        teams.forEach((team, filters) -> chains.put(team, FilterChain.around(filters, end, observer)));
        return e -> chains.getOrDefault(e.principal().team(), end).proceed(e);
    }

    private Filter.Chain ofRoutes(Filter.Chain end, Observer observer) {
        if (routes.isEmpty()) {
            return end;
        }
        var chains = new IdentityHashMap<Route, Filter.Chain>();
        routes.forEach((route, filters) -> chains.put(route, FilterChain.around(filters, end, observer)));
        return e -> route(chains, e, end).proceed(e);
    }

    /** That of the route which the model leads to, once the filters further out have had their say. */
    private static Filter.Chain route(IdentityHashMap<Route, Filter.Chain> chains, Exchange e, Filter.Chain end) {
        return ((ExchangeState) e)
                .snapshot()
                .routes()
                .find(e.model())
                .map(r -> chains.getOrDefault(r, end))
                .orElse(end);
    }
}
