package dev.headgate.app;

import dev.headgate.config.ConfigError;
import dev.headgate.config.ConfigResult;
import dev.headgate.config.GatewayConfig;
import dev.headgate.config.Positions;
import dev.headgate.dialect.ListedModel;
import dev.headgate.dispatch.Filters;
import dev.headgate.identity.Keyring;
import dev.headgate.identity.Team;
import dev.headgate.plugin.PluginHost;
import dev.headgate.plugin.PluginSet;
import dev.headgate.route.Route;
import dev.headgate.route.RouteTable;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a configuration comes to, worked out completely before anything of it is opened: the last errors that can be
 * found are found here. Upstreams without a key are skipped, and with them the targets that need them.
 *
 * @param positions where each part stands, for problems found later
 * @param upstreams by name, the skipped ones included
 * @param models what can be listed
 * @param plugins what the filters come from; closed with the last exchange, or when the blueprint is thrown away
 */
record Blueprint(
        String version,
        GatewayConfig config,
        Positions positions,
        Map<String, UpstreamPlan> upstreams,
        RouteTable routes,
        Keyring keys,
        Map<String, Team> teams,
        List<ListedModel> models,
        Filters filters,
        PluginSet plugins) {

    /** A blueprint, or why there is none. */
    record Result(Optional<Blueprint> blueprint, List<ConfigError> errors, List<ConfigError> warnings) {}

    static Result draw(ConfigResult.Valid valid, PluginHost plugins, Function<String, Optional<String>> environment) {
        PluginSet selected = plugins.select(valid.config().plugins());
        Optional<Blueprint> drawn = Optional.empty();
        try {
            Result result = new Draft(valid, selected, environment).finish();
            drawn = result.blueprint();
            return result;
        } finally {
            if (drawn.isEmpty()) {
                selected.close();
            }
        }
    }

    /** The routes that no ready upstream is left for. */
    List<Route> unserved() {
        return routes.routes().stream().filter(r -> !r.served()).toList();
    }
}
