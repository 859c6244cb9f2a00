package dev.headgate.app;

import dev.headgate.config.GatewayConfig;
import dev.headgate.route.Route;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a gateway says when it has started: what it serves, and the first request to try. */
final class Welcome {
    private static final int MODELS_SHOWN = 12;

    private final Path file;
    private final Blueprint blueprint;
    private final Gateway gateway;

    Welcome(Path file, Blueprint blueprint, Gateway gateway) {
        this.file = file;
        this.blueprint = blueprint;
        this.gateway = gateway;
    }

    void print(PrintWriter out) {
        GatewayConfig c = blueprint.config();
        String base = (c.server().tls().isPresent() ? "https://" : "http://")
                + host(c.server().host()) + ":" + gateway.port();
        out.println("headgate " + VersionCommand.version() + "   config " + file + "   admin http://"
                + host(c.admin().host()) + ":" + gateway.adminPort() + "   transport " + gateway.transport());
        out.println("upstreams  "
                + blueprint.upstreams().values().stream()
                        .map(UpstreamPlan::describe)
                        .collect(Collectors.joining(" · ")));
        models().forEach(out::println);
        if (blueprint.keys().open()) {
            out.println("warning    no keys are configured: callers on this machine are let in as team default");
        }
        out.println("try        curl " + base + "/v1/chat/completions -H 'content-type: application/json' \\");
        out.println("             -d '{\"model\":\"" + firstModel()
                + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}'");
        Duration sinceStart = ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()))
                .orElse(Duration.ZERO);
        out.println(String.format(Locale.ROOT, "ready in %.1f s", sinceStart.toMillis() / 1000.0));
        out.flush();
    }

    private static String host(String configured) {
        return configured.equals("0.0.0.0") || configured.equals("::") ? "127.0.0.1" : configured;
    }

    private String firstModel() {
        return blueprint.models().isEmpty()
                ? "MODEL"
                : blueprint.models().getFirst().id();
    }

    private List<String> models() {
        var lines = new ArrayList<String>();
        List<Route> routes = blueprint.routes().routes();
        for (Route r : routes.subList(0, Math.min(MODELS_SHOWN, routes.size()))) {
            String targets = r.targets().stream()
                    .map(t -> t.upstream() + "/" + t.model())
                    .collect(Collectors.joining(", "));
            lines.add((lines.isEmpty() ? "models     " : "           ") + r.name() + "  →  " + targets);
        }
        if (routes.size() > MODELS_SHOWN) {
            lines.add("           and " + (routes.size() - MODELS_SHOWN) + " more");
        }
        if (!blueprint.skippedModels().isEmpty()) {
            lines.add("           (set a provider's key and its models appear)");
        }
        return lines;
    }
}
