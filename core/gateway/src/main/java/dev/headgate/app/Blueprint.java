package dev.headgate.app;

import dev.headgate.api.Filter;
import dev.headgate.api.FilterSettings;
import dev.headgate.config.ConfigError;
import dev.headgate.config.ConfigResult;
import dev.headgate.config.FilterUse;
import dev.headgate.config.GatewayConfig;
import dev.headgate.config.Key;
import dev.headgate.config.Policy;
import dev.headgate.config.Secret;
import dev.headgate.config.TargetRef;
import dev.headgate.dialect.ListedModel;
import dev.headgate.identity.AllowList;
import dev.headgate.identity.Keyring;
import dev.headgate.identity.Team;
import dev.headgate.plugin.PluginHost;
import dev.headgate.provider.ProviderType;
import dev.headgate.route.Limits;
import dev.headgate.route.Route;
import dev.headgate.route.RouteTable;
import dev.headgate.route.Target;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a configuration comes to, worked out completely before anything of it is opened: the last errors that can be
 * found are found here. Upstreams without a key are skipped, and with them the targets that need them.
 *
 * @param upstreams by name, the skipped ones included
 * @param skippedModels model names that no ready upstream is left for
 */
record Blueprint(
        String version,
        GatewayConfig config,
        Map<String, UpstreamPlan> upstreams,
        RouteTable routes,
        List<String> skippedModels,
        Keyring keys,
        Map<String, Team> teams,
        List<ListedModel> models,
        List<Filter> filters) {

    /** A blueprint, or why there is none. */
    record Result(Optional<Blueprint> blueprint, List<ConfigError> errors) {}

    static Result draw(ConfigResult.Valid valid, PluginHost plugins, Function<String, Optional<String>> environment) {
        return new Draft(valid, plugins, environment).finish();
    }

    private static final class Draft {
        private final ConfigResult.Valid valid;
        private final GatewayConfig config;
        private final PluginHost plugins;
        private final Function<String, Optional<String>> environment;
        private final List<ConfigError> errors = new ArrayList<>();

        Draft(ConfigResult.Valid valid, PluginHost plugins, Function<String, Optional<String>> environment) {
            this.valid = valid;
            this.config = valid.config();
            this.plugins = plugins;
            this.environment = environment;
        }

        Result finish() {
            Map<String, UpstreamPlan> upstreams = new LinkedHashMap<>();
            config.upstreams().forEach((name, u) -> plan(name, u).ifPresent(p -> upstreams.put(name, p)));
            var skipped = new ArrayList<String>();
            RouteTable routes = routes(upstreams, skipped);
            Map<String, Team> teams = new HashMap<>();
            config.teams().forEach((name, t) -> teams.put(name, new Team(name, new AllowList(t.models()))));
            List<Filter> filters = filters();
            if (!errors.isEmpty()) {
                return new Result(Optional.empty(), List.copyOf(errors));
            }
            return new Result(
                    Optional.of(new Blueprint(
                            valid.version(),
                            config,
                            upstreams,
                            routes,
                            skipped,
                            keys(teams),
                            teams,
                            listed(upstreams, routes),
                            filters)),
                    List.of());
        }

        private void error(String path, String message) {
            errors.add(valid.positions().error(path, message));
        }

        private Optional<UpstreamPlan> plan(String name, dev.headgate.config.Upstream u) {
            ProviderType type = Providers.find(u.provider()).orElseThrow();
            Optional<String> baseUrl = u.baseUrl().map(URI::toString).or(type::baseUrl);
            if (baseUrl.isEmpty()) {
                error(
                        "upstreams." + name,
                        "the provider " + type.name() + " needs a base-url, because each installation has its own");
                return Optional.empty();
            }
            var credentials = new ArrayList<>(u.apiKeys());
            u.apiKey().ifPresent(credentials::add);
            Optional<String> missing = Optional.empty();
            if (credentials.isEmpty() && type.keyVariable().isPresent()) {
                String variable = type.keyVariable().get();
                Optional<String> key = environment.apply(variable).filter(k -> !k.isBlank());
                key.map(String::strip).map(Secret::new).ifPresent(credentials::add);
                missing = key.isPresent() || type.keyless() ? Optional.empty() : Optional.of(variable);
            }
            return Optional.of(new UpstreamPlan(
                    name,
                    u,
                    type,
                    baseUrl.get(),
                    credentials,
                    config.server().maxResponse().bytes(),
                    missing));
        }

        private RouteTable routes(Map<String, UpstreamPlan> upstreams, List<String> skipped) {
            var routes = new ArrayList<Route>();
            config.models().forEach((name, r) -> {
                List<Target> targets = targets(r.targets(), upstreams);
                List<Target> fallback = targets(r.fallback(), upstreams);
                if (targets.isEmpty() && fallback.isEmpty()) {
                    skipped.add(name);
                    return;
                }
                routes.add(new Route(
                        name,
                        r.policy() == Policy.WEIGHTED ? Route.Policy.WEIGHTED : Route.Policy.ORDERED,
                        targets,
                        fallback,
                        new Limits(
                                r.retry().attempts(),
                                r.retry().backoff().min(),
                                r.retry().backoff().max(),
                                r.timeouts().connect(),
                                r.timeouts().firstToken(),
                                r.timeouts().idle(),
                                r.timeouts().total())));
            });
            return new RouteTable(routes);
        }

        private static List<Target> targets(List<TargetRef> refs, Map<String, UpstreamPlan> upstreams) {
            return refs.stream()
                    .filter(t -> Optional.ofNullable(upstreams.get(t.upstream()))
                            .filter(UpstreamPlan::ready)
                            .isPresent())
                    .map(t -> new Target(t.upstream(), t.model(), t.weight()))
                    .toList();
        }

        private Keyring keys(Map<String, Team> teams) {
            var keyring = new Keyring.Builder();
            for (Key k : config.keys()) {
                byte[] digest = k.secret()
                        .map(s -> Keyring.sha256(s.reveal()))
                        .orElseGet(() -> HexFormat.of().parseHex(k.sha256().orElseThrow()));
                keyring.key(k.name(), team(teams, k.team()), digest);
            }
            return keyring.build(team(teams, dev.headgate.config.Team.DEFAULT));
        }

        private static Team team(Map<String, Team> teams, String name) {
            return Optional.ofNullable(teams.get(name)).orElseThrow();
        }

        /** The names of routes, and of models behind wildcards that the provider is known to have. */
        private static List<ListedModel> listed(Map<String, UpstreamPlan> upstreams, RouteTable routes) {
            var listed = new LinkedHashMap<String, ListedModel>();
            for (String name : routes.names()) {
                routes.find(name).ifPresent(r -> listed.put(name, new ListedModel(name, owner(r), 0)));
            }
            for (UpstreamPlan u : upstreams.values()) {
                for (String model : u.type().models()) {
                    routes.find(model)
                            .filter(r -> r.wildcard()
                                    && r.targets().stream()
                                            .anyMatch(t -> t.upstream().equals(u.name())))
                            .ifPresent(r -> listed.putIfAbsent(model, new ListedModel(model, u.name(), 0)));
                }
            }
            return List.copyOf(listed.values());
        }

        private static String owner(Route r) {
            return (r.targets().isEmpty() ? r.fallback() : r.targets())
                    .getFirst()
                    .upstream();
        }

        private List<Filter> filters() {
            var filters = new ArrayList<Filter>();
            for (int i = 0; i < config.filters().size(); i++) {
                FilterUse use = config.filters().get(i);
                String path = "filters[" + i + "]";
                try {
                    plugins.create(use.plugin(), new FilterSettings(use.settings()))
                            .ifPresentOrElse(
                                    filters::add,
                                    () -> error(
                                            path,
                                            "no plugin offers the filter \"" + use.plugin() + "\"; known: "
                                                    + String.join(", ", plugins.names())));
                } catch (IllegalArgumentException e) {
                    error(path, Optional.ofNullable(e.getMessage()).orElse("the settings are not accepted"));
                }
            }
            return filters;
        }
    }
}
