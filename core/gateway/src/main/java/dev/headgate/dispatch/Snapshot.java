package dev.headgate.dispatch;

import dev.headgate.api.Filter;
import dev.headgate.api.Operated;
import dev.headgate.api.Operation;
import dev.headgate.api.Principal;
import dev.headgate.api.quota.Metered;
import dev.headgate.dialect.Keepsakes;
import dev.headgate.dialect.ListedModel;
import dev.headgate.identity.Caller;
import dev.headgate.identity.Keyring;
import dev.headgate.price.Prices;
import dev.headgate.route.Route;
import dev.headgate.route.RouteTable;
import dev.headgate.route.Standings;
import dev.headgate.upstream.Upstream;
import dev.headgate.upstream.drill.Drills;
import io.vertx.core.Future;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Everything compiled from one configuration. An exchange takes it once and keeps it to its end; when a newer one is in
 * place and the last exchange has ended, what only this one used is closed.
 */
public final class Snapshot {
    private final String version;
    private final RouteTable routes;
    private final Keyring keys;
    private final Map<String, Upstream> upstreams;
    private final List<ListedModel> models;
    private final Filters filters;
    private final Filter.Chain chain;
    private final IdentityHashMap<Route, Hedging> hedgings = new IdentityHashMap<>();
    private final Shadowing shadowing = new Shadowing();
    private final Ways ways;
    private final Optional<Prices> prices;
    private final Drills drills;
    private final Keepsakes keepsakes;
    private final Observer observer;
    private final Runnable onClosed;
    // The snapshot in place counts as one user.
    private final AtomicInteger users = new AtomicInteger(1);

    /**
     * @param models what can be listed, for all callers together
     * @param filters run around the exchanges
     * @param upstreamVersions a digest of what each upstream is, by its name
     * @param drills those under way, whatever the configuration
     * @param keepsakes those of all callers, whatever the configuration
     * @param onClosed runs once, when nobody uses this snapshot any more
     */
    public Snapshot(
            String version,
            RouteTable routes,
            Keyring keys,
            Map<String, Upstream> upstreams,
            List<ListedModel> models,
            Filters filters,
            Map<String, String> upstreamVersions,
            Drills drills,
            Keepsakes keepsakes,
            Observer observer,
            Runnable onClosed) {
        this.version = version;
        this.routes = routes;
        this.keys = keys;
        this.upstreams = Map.copyOf(upstreams);
        this.models = List.copyOf(models);
        this.filters = filters;
        this.ways = new Ways(filters, upstreamVersions);
        this.chain = filters.chain(Dispatcher::dispatch, observer);
        this.drills = drills;
        this.keepsakes = keepsakes;
        this.observer = observer;
        this.onClosed = onClosed;
        boolean priced = routes.routes().stream().anyMatch(r -> r.policy() == Route.Policy.CHEAPEST);
        this.prices = priced ? Optional.of(Prices.shipped()) : Optional.empty();
        routes.routes().forEach(r -> r.hedge().ifPresent(h -> hedgings.put(r, new Hedging(h))));
    }

    public String version() {
        return version;
    }

    public RouteTable routes() {
        return routes;
    }

    public Keyring keys() {
        return keys;
    }

    public Map<String, Upstream> upstreams() {
        return upstreams;
    }

    public List<ListedModel> models() {
        return models;
    }

    Optional<Hedging> hedging(Route route) {
        return hedgings.isEmpty() ? Optional.empty() : Optional.ofNullable(hedgings.get(route));
    }

    Optional<String> way(Caller caller, String model, Operation operation) {
        return ways.of(this, caller, model, operation);
    }

    /** The filters of this name that take orders, wherever they stand. */
    public List<Operated> operated(String name) {
        return filters.operated(name);
    }

    /** How the upstreams stand at this moment. */
    Standings standings(long now) {
        return new UpstreamStandings(upstreams, prices, now);
    }

    Shadowing shadowing() {
        return shadowing;
    }

    Drills drills() {
        return drills;
    }

    Keepsakes keepsakes() {
        return keepsakes;
    }

    Observer observer() {
        return observer;
    }

    /** Whether a request of this caller for this model would find a target it may reach. */
    public boolean serves(Caller caller, String model) {
        return routes.find(model)
                .filter(r -> caller.team().models().mayName(model))
                .filter(r -> r.reachable()
                        .anyMatch(t -> upstreams.containsKey(t.upstream())
                                && caller.team().models().mayReach(model, t.upstream(), t.model(r.kept(model)))))
                .isPresent();
    }

    /** How the limits that a caller meets stand; those of filters under models are not among them. */
    public Future<List<Metered.Standing>> standing(Principal caller) {
        List<Future<List<Metered.Standing>>> asked = filters.metered(caller.team()).stream()
                .map(m -> m.standing(caller))
                .toList();
        return Future.all(asked)
                .map(all -> asked.stream().flatMap(f -> f.result().stream()).toList());
    }

    /** The way of an exchange: through the filters to the upstreams and back. */
    public Filter.Chain chain() {
        return chain;
    }

    /** Takes this snapshot into use. Returns false when it was closed in the meantime; then take the newer one. */
    public boolean acquire() {
        int n = users.get();
        while (n > 0) {
            if (users.compareAndSet(n, n + 1)) {
                return true;
            }
            n = users.get();
        }
        return false;
    }

    /** Gives it back, once for each time it was taken, and once by whoever replaces it. */
    public void release() {
        if (users.decrementAndGet() == 0) {
            onClosed.run();
        }
    }
}
