package dev.headgate.app;

import dev.headgate.api.Operation;
import dev.headgate.api.quota.Metered;
import dev.headgate.api.quota.Quota;
import dev.headgate.api.quota.Quotas;
import dev.headgate.config.Affinity;
import dev.headgate.config.ConfigError;
import dev.headgate.config.ConfigResult;
import dev.headgate.config.FallbackRef;
import dev.headgate.config.GatewayConfig;
import dev.headgate.config.Key;
import dev.headgate.config.Policy;
import dev.headgate.config.Timeouts;
import dev.headgate.dialect.ListedModel;
import dev.headgate.dispatch.Filters;
import dev.headgate.dispatch.Installed;
import dev.headgate.identity.AllowList;
import dev.headgate.identity.Keyring;
import dev.headgate.identity.Team;
import dev.headgate.plugin.PluginException;
import dev.headgate.plugin.PluginSet;
import dev.headgate.route.Fallback;
import dev.headgate.route.Limits;
import dev.headgate.route.Route;
import dev.headgate.route.RouteTable;
import dev.headgate.route.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A blueprint in the making, with the errors found so far. */
final class Draft {
    private final ConfigResult.Valid valid;
    private final GatewayConfig config;
    private final PluginSet plugins;
    private final Function<String, Optional<String>> environment;
    private final Map<String, UpstreamPlan> upstreams = new LinkedHashMap<>();
    private final Map<String, Team> teams = new HashMap<>();
    private final List<ConfigError> errors = new ArrayList<>();
    private final List<ConfigError> warnings = new ArrayList<>();

    Draft(ConfigResult.Valid valid, PluginSet plugins, Function<String, Optional<String>> environment) {
        this.valid = valid;
        this.config = valid.config();
        this.plugins = plugins;
        this.environment = environment;
    }

    Blueprint.Result finish() {
        Lists filters = check();
        config.teams().forEach((name, t) -> teams.put(name, new Team(name, new AllowList(t.models()))));
        RouteTable routes = routes();
        if (!errors.isEmpty()) {
            return new Blueprint.Result(Optional.empty(), List.copyOf(errors), List.of());
        }
        return new Blueprint.Result(
                Optional.of(new Blueprint(
                        valid.version(),
                        config,
                        valid.positions(),
                        upstreams,
                        routes,
                        keys(),
                        teams,
                        listed(routes),
                        filters.of(routes),
                        plugins)),
                List.of(),
                List.copyOf(warnings));
    }

    /** All that can be found wrong, also in a configuration that is refused already. */
    List<ConfigError> problems() {
        check();
        return List.copyOf(errors);
    }

    private Lists check() {
        new FileChecks(this::error).run(config);
        config.upstreams()
                .forEach((name, u) -> new UpstreamDraft("upstreams." + name, u, environment, this::error)
                        .plan(name, config.server().maxResponse().bytes())
                        .ifPresent(p -> upstreams.put(name, p)));
        plugins.problems().forEach(p -> error(p.path(), p.message()));
        try {
            return filters();
        } catch (PluginException e) {
            error("filters", String.valueOf(e.getMessage()));
            return Lists.NONE;
        }
    }

    private void error(String path, String message) {
        errors.add(valid.positions().error(path, message));
    }

    private Route route(String name, dev.headgate.config.Route r) {
        return new Route(new Route.Plan(
                name,
                policy(r.policy()),
                affinity(r.affinity()),
                r.targets().stream()
                        .filter(t -> ready(t.upstream()))
                        .map(t -> new Target(t.upstream(), t.model(), t.weight()))
                        .toList(),
                r.fallback().stream()
                        .filter(f -> ready(f.upstream()))
                        .map(f -> new Fallback(new Target(f.upstream(), f.model(), 1), causes(f)))
                        .toList(),
                limits(r),
                r.hedge()
                        .map(h ->
                                new Route.Hedge(h.atMost().fraction(), h.after().fraction())),
                r.shadow()
                        .filter(s -> ready(s.upstream()))
                        .map(s -> new Route.Shadow(
                                new Target(s.upstream(), s.model(), 1),
                                s.share().fraction()))));
    }

    private boolean ready(String upstream) {
        return Optional.ofNullable(upstreams.get(upstream))
                .filter(UpstreamPlan::ready)
                .isPresent();
    }

    private static Route.Policy policy(Policy configured) {
        return switch (configured) {
            case ORDERED -> Route.Policy.ORDERED;
            case WEIGHTED -> Route.Policy.WEIGHTED;
            case LEAST_LATENCY -> Route.Policy.LEAST_LATENCY;
            case LEAST_BUSY -> Route.Policy.LEAST_BUSY;
            case CHEAPEST -> Route.Policy.CHEAPEST;
        };
    }

    private static Route.Affinity affinity(Affinity configured) {
        return switch (configured) {
            case NONE -> Route.Affinity.NONE;
            case KEY -> Route.Affinity.KEY;
            case USER -> Route.Affinity.USER;
            case CONVERSATION -> Route.Affinity.CONVERSATION;
        };
    }

    private static Set<Fallback.Cause> causes(FallbackRef f) {
        return f.on().stream()
                .map(on -> switch (on) {
                    case FAILURE -> Fallback.Cause.FAILURE;
                    case CONTEXT_WINDOW -> Fallback.Cause.CONTEXT_WINDOW;
                    case CONTENT_FILTER -> Fallback.Cause.CONTENT_FILTER;
                })
                .collect(Collectors.toSet());
    }

    private static Limits limits(dev.headgate.config.Route r) {
        Timeouts t = r.timeouts();
        Duration firstToken = t.firstToken().compareTo(t.total()) > 0 ? t.total() : t.firstToken();
        return new Limits(
                r.retry().attempts(),
                r.retry().backoff().min(),
                r.retry().backoff().max(),
                r.retry().maxWait(),
                t.connect(),
                firstToken,
                t.answer().orElse(t.total()),
                t.idle(),
                t.minEventsPerSecond(),
                t.total());
    }

    private Keyring keys() {
        var keyring = new Keyring.Builder();
        for (Key k : config.keys()) {
            byte[] digest = k.secret()
                    .map(s -> Keyring.sha256(s.reveal()))
                    .orElseGet(() -> HexFormat.of().parseHex(k.sha256().orElseThrow()));
            keyring.key(k.name(), team(k.team()), digest);
        }
        return keyring.build(team(dev.headgate.config.Team.DEFAULT));
    }

    private Team team(String name) {
        return Optional.ofNullable(teams.get(name)).orElseThrow();
    }

    /** The names of routes, and of models behind wildcards that the provider is known to have. */
    private List<ListedModel> listed(RouteTable routes) {
        var listed = new LinkedHashMap<String, ListedModel>();
        for (String name : routes.names()) {
            routes.find(name).ifPresent(r -> listed.put(name, new ListedModel(name, owner(r), 0)));
        }
        for (UpstreamPlan u : upstreams.values()) {
            for (String model : u.type().models()) {
                routes.find(model)
                        .filter(Route::wildcard)
                        .filter(r ->
                                r.targets().stream().anyMatch(t -> t.upstream().equals(u.name())))
                        .ifPresent(r -> listed.putIfAbsent(model, new ListedModel(model, u.name(), 0)));
            }
        }
        return List.copyOf(listed.values());
    }

    private static String owner(Route r) {
        return r.reachable().findFirst().orElseThrow().upstream();
    }

    /** Those around everything; each team's; each model's, by its name as configured. */
    private record Lists(List<Installed> all, Map<String, List<Installed>> teams, Map<String, List<Installed>> models) {
        static final Lists NONE = new Lists(List.of(), Map.of(), Map.of());

        /** Whether a filter limits the callers of this team. */
        boolean metered(String team) {
            return Stream.concat(all.stream(), teams.getOrDefault(team, List.of()).stream())
                    .anyMatch(i -> i.filter() instanceof Metered);
        }

        Filters of(RouteTable routes) {
            return new Filters(
                    all,
                    teams,
                    routes.routes().stream()
                            .filter(r -> models.containsKey(r.name()))
                            .collect(Collectors.toMap(r -> r, r -> models.getOrDefault(r.name(), List.of()))));
        }
    }

    private Quotas quotas() {
        var teams = new HashMap<String, Quota>();
        config.teams().forEach((name, t) -> t.limits().ifPresent(l -> teams.put(name, l)));
        var keys = new HashMap<String, Quota>();
        config.keys().forEach(k -> k.limits().ifPresent(l -> keys.put(k.name(), l)));
        return new Quotas(teams, keys);
    }

    /** Limits that nothing holds anybody to are more likely a mistake than a wish. */
    private void warnOfIdleLimits(Lists filters) {
        config.teams().forEach((name, t) -> {
            if (t.limits().isPresent() && !filters.metered(name)) {
                warnOfIdle("teams." + name + ".limits");
            }
        });
        for (int i = 0; i < config.keys().size(); i++) {
            Key k = config.keys().get(i);
            if (k.limits().isPresent() && !filters.metered(k.team())) {
                warnOfIdle("keys[" + i + "].limits");
            }
        }
    }

    private void warnOfIdle(String path) {
        warnings.add(valid.positions().error(path, "no filter holds anybody to these; add rate-limit to filters"));
    }

    private Map<String, String> providers() {
        return config.upstreams().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, u -> u.getValue().provider()));
    }

    /** Whether an upstream of the model's route knows this operation; it may yet lack its key. */
    private boolean served(String model, Operation operation) {
        return routes().find(model)
                .filter(r -> r.reachable().findAny().isEmpty()
                        || r.reachable()
                                .anyMatch(t -> Optional.ofNullable(upstreams.get(t.upstream()))
                                        .filter(u -> u.provider().supports(operation))
                                        .isPresent()))
                .isPresent();
    }

    private RouteTable routes() {
        return new RouteTable(config.models().entrySet().stream()
                .map(m -> route(m.getKey(), m.getValue()))
                .toList());
    }

    private Lists filters() {
        var draft = new FilterDraft(plugins, quotas(), new UpstreamPrices(providers()), this::served, this::error);
        var ofTeams = new HashMap<String, List<Installed>>();
        config.teams().forEach((name, t) -> {
            if (!t.filters().isEmpty()) {
                ofTeams.put(name, draft.install(t.filters(), "teams." + name + ".filters"));
            }
        });
        var ofModels = new HashMap<String, List<Installed>>();
        config.models().forEach((name, m) -> {
            if (!m.filters().isEmpty()) {
                ofModels.put(name, draft.install(m.filters(), "models." + name + ".filters"));
            }
        });
        List<Installed> all = draft.install(config.filters(), "filters");
        errors.addAll(draft.errors());
        warnings.addAll(draft.warnings());
        var lists = new Lists(all, ofTeams, ofModels);
        warnOfIdleLimits(lists);
        return lists;
    }
}
