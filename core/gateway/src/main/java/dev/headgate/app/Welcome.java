package dev.headgate.app;

import dev.headgate.config.GatewayConfig;
import dev.headgate.route.Route;
import dev.headgate.route.Target;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a gateway says when it has started: what it serves, and the first request to try. */
final class Welcome {
    private static final int WIDTH = 110;
    private static final int MARGIN = 11;
    private static final int MODELS_SHOWN = 12;

    private final Path file;
    private final Blueprint blueprint;

    Welcome(Path file, Blueprint blueprint) {
        this.file = file;
        this.blueprint = blueprint;
    }

    /**
     * @param port the data plane's, as it was taken
     * @param adminPort the admin plane's
     * @param transport how the sockets are driven
     * @param sinceStart how long the start took
     */
    void print(PrintWriter out, int port, int adminPort, String transport, Duration sinceStart) {
        GatewayConfig c = blueprint.config();
        out.println("headgate " + VersionCommand.version() + "   config " + file + "   admin http://"
                + host(c.admin().host()) + ":" + adminPort);
        List<UpstreamPlan> all = List.copyOf(blueprint.upstreams().values());
        section(out, "upstreams", all.stream().filter(UpstreamPlan::ready).map(UpstreamPlan::name));
        section(
                out,
                "skipped",
                all.stream()
                        .filter(u -> !u.ready())
                        .map(u -> u.name() + " (" + u.missingVariable().orElse("") + ")"));
        models().forEach(out::println);
        if (blueprint.keys().open()) {
            out.println("warning    no keys are configured: callers on this machine are let in as team default");
        }
        String base = (c.server().tls().isPresent() ? "https://" : "http://")
                + host(c.server().host()) + ":" + port;
        String key = blueprint.keys().open() ? "" : " -H 'authorization: Bearer KEY'";
        out.println(
                "try        curl " + base + "/v1/chat/completions -H 'content-type: application/json'" + key + " \\");
        out.println("             -d '{\"model\":\"" + firstModel()
                + "\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}'");
        long tenths = Math.round(sinceStart.toMillis() / 100.0);
        out.println("ready in " + tenths / 10 + "." + tenths % 10 + " s, on " + transport);
        out.flush();
    }

    private static String host(String configured) {
        return switch (configured) {
            case "0.0.0.0", "::" -> "127.0.0.1";
            default -> configured.contains(":") ? "[" + configured + "]" : configured;
        };
    }

    private String firstModel() {
        return blueprint.models().isEmpty()
                ? "MODEL"
                : blueprint.models().getFirst().id();
    }

    /** A title and its items, wrapped; nothing at all without items. */
    private static void section(PrintWriter out, String title, Stream<String> items) {
        var line = new StringBuilder();
        String indent = title + " ".repeat(MARGIN - title.length());
        for (String item : items.toList()) {
            if (!line.isEmpty() && MARGIN + line.length() + 3 + item.length() > WIDTH) {
                out.println(indent + line.append(','));
                indent = " ".repeat(MARGIN);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : ", ").append(item);
        }
        if (!line.isEmpty()) {
            out.println(indent + line);
        }
    }

    private List<String> models() {
        List<Route> served =
                blueprint.routes().routes().stream().filter(Route::served).toList();
        var lines = new ArrayList<String>();
        for (Route r : served.subList(0, Math.min(MODELS_SHOWN, served.size()))) {
            Stream<Target> first = r.targets().isEmpty() ? r.reachable() : r.targets().stream();
            String targets = first.map(t -> t.upstream() + "/" + t.model()).collect(Collectors.joining(", "));
            lines.add((lines.isEmpty() ? "models     " : "           ") + r.name() + "  →  " + targets);
        }
        if (served.size() > MODELS_SHOWN) {
            lines.add("           and " + (served.size() - MODELS_SHOWN) + " more");
        }
        if (!blueprint.unserved().isEmpty()) {
            lines.add("           (set a provider's key and its models appear)");
        }
        return lines;
    }
}
