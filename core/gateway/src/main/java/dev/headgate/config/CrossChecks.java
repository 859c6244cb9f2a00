package dev.headgate.config;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What must hold between parts of a configuration. Runs also where parts were refused: what was written counts as there,
 * so that one mistake is not reported twice.
 */
final class CrossChecks {
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?::1]?");
    private static final Set<String> ANY_ADDRESS = Set.of("0.0.0.0", "::");
    private static final Pattern HEADER_VALUE = Pattern.compile("[\\t -~\\x{80}-\\x{10FFFF}]*");

    private final GatewayConfig config;
    private final Binder binder;
    private final Findings findings;

    CrossChecks(GatewayConfig config, Binder binder, Findings findings) {
        this.config = config;
        this.binder = binder;
        this.findings = findings;
    }

    void run(Set<String> providers) {
        listeners();
        config.upstreams().forEach((name, upstream) -> upstream("upstreams." + name, upstream, providers));
        config.models().forEach(this::route);
        new KeyChecks(binder, findings).run(config);
        config.state().redis().ifPresent(new RedisChecks(findings)::run);
    }

    private void listeners() {
        Server server = config.server();
        Admin admin = config.admin();
        if (beyondLoopback(server.host()) && config.keys().isEmpty() && !findings.written("keys[0]")) {
            findings.error(
                    "server.host",
                    findings.quoted("server.host", server.host())
                            + " is reachable from other machines, but no key is configured; add one under keys,"
                            + " or use 127.0.0.1");
        }
        if (beyondLoopback(admin.host()) && !findings.written("admin.token")) {
            findings.error(
                    "admin.host",
                    findings.quoted("admin.host", admin.host())
                            + " is reachable from other machines, but there is no token; set admin.token, or use"
                            + " 127.0.0.1");
        }
        if (server.port() == admin.port() && server.port() != 0 && overlap(server.host(), admin.host())) {
            findings.error("admin.port", "server listens there already; use another port");
        }
    }

    private static boolean overlap(String a, String b) {
        return a.equals(b) || ANY_ADDRESS.contains(a) || ANY_ADDRESS.contains(b);
    }

    private static boolean beyondLoopback(String host) {
        return !LOOPBACK.matcher(host).matches();
    }

    private void upstream(String path, Upstream upstream, Set<String> providers) {
        if (!providers.contains(upstream.provider())) {
            findings.error(
                    path + ".provider",
                    "no provider " + findings.quoted(path + ".provider", upstream.provider())
                            + Nearest.hint(upstream.provider(), new TreeSet<>(providers)));
        }
        if (findings.written(path + ".api-key") && findings.written(path + ".api-keys")) {
            findings.error(path + ".api-keys", "api-key is written too; use one of the two");
        }
        upstream.headers().forEach((name, value) -> {
            if (!HEADER_VALUE.matcher(value).matches()) {
                findings.error(path + ".headers." + name, "a line break or control character; remove it");
            }
        });
    }

    private void route(String name, Route route) {
        String path = "models." + name;
        route.targets().forEach(t -> target(name, binder.path(t), t.upstream(), t.model()));
        route.fallback().forEach(t -> target(name, binder.path(t), t.upstream(), t.model()));
        route.shadow().ifPresent(t -> target(name, binder.path(t), t.upstream(), t.model()));
        Timeouts t = route.timeouts();
        String firstToken = path + ".timeouts.first-token";
        if (findings.written(firstToken) && t.firstToken().compareTo(t.total()) > 0) {
            findings.error(
                    firstToken,
                    Durations.text(t.firstToken()) + " is more than total, which is " + Durations.text(t.total())
                            + "; lower it or raise total");
        }
    }

    private void target(String route, String at, String upstream, String model) {
        if (!findings.written("upstreams." + upstream)) {
            findings.error(
                    at,
                    "no upstream "
                            + findings.quoted(findings.written(at + ".to") ? at + ".to" : at, upstream)
                            + Nearest.hint(upstream, config.upstreams().keySet()));
        }
        if (model.equals("*") && !route.endsWith("*")) {
            findings.error(at, "upstream/* needs a model name that ends in *; name the upstream's model");
        }
    }
}
