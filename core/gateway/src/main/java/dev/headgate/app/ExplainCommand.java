package dev.headgate.app;

import dev.headgate.api.Body;
import dev.headgate.api.Content.Coverage;
import dev.headgate.api.Operation;
import dev.headgate.config.ConfigError;
import dev.headgate.config.Key;
import dev.headgate.dialect.openai.OpenAiDialect;
import dev.headgate.identity.Team;
import dev.headgate.plugin.PluginHost;
import dev.headgate.route.Fallback;
import dev.headgate.route.Limits;
import dev.headgate.route.Route;
import dev.headgate.route.Target;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Says where a request would go and why, without sending anything. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        description = "Show where a request would go: route, targets, limits and filters.")
final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Option(
            names = "--key",
            paramLabel = "K",
            description = "The name of the caller's key (not the key itself); default: a caller of team default.")
    private Optional<String> key = Optional.empty();

    @Option(names = "--model", paramLabel = "M", required = true, description = "The model the caller names.")
    private String model = "";

    @Option(
            names = "--request",
            paramLabel = "FILE",
            description = "A chat request: show where filters find its texts, and which members nobody understands.")
    private Optional<Path> request = Optional.empty();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(
            names = "--live",
            description = "Ask the running gateway what would happen now, with the health of every credential.")
    private boolean live;

    @Override
    public Integer call() {
        try (PluginHost plugins = Places.plugins()) {
            Configuration.Outcome outcome =
                    Places.configuration(config.file(), plugins).read();
            PrintWriter out = spec.commandLine().getOut();
            if (outcome.blueprint().isEmpty()) {
                outcome.errors().stream()
                        .map(ConfigError::render)
                        .forEach(spec.commandLine().getErr()::println);
                return 1;
            }
            if (live) {
                return live(outcome.blueprint().get(), out);
            }
            Map<String, Object> explanation = explain(outcome.blueprint().get());
            request.ifPresent(file -> explanation.putAll(coverage(file)));
            if (json) {
                out.println(JsonMapper.shared().writeValueAsString(explanation));
            } else {
                explanation.forEach((name, value) -> print(out, name, value));
            }
            out.flush();
            return explanation.containsKey("refused") ? 1 : 0;
        }
    }

    private Map<String, Object> coverage(Path file) {
        Coverage coverage;
        try {
            coverage = new OpenAiDialect()
                    .content(Operation.CHAT, Body.wrap(Files.readAllBytes(file)))
                    .coverage();
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "--request: " + file + " cannot be read", e);
        }
        var shown = new LinkedHashMap<String, Object>();
        shown.put("texts", coverage.texts().isEmpty() ? "none" : coverage.texts());
        shown.put("unknown", coverage.unknown().isEmpty() ? "none" : coverage.unknown());
        return shown;
    }

    private int live(Blueprint b, PrintWriter out) {
        try {
            out.print(new LiveExplanation(b.config().admin()).ask(model, key));
            out.flush();
            return 0;
        } catch (IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            return 1;
        }
    }

    private static void print(PrintWriter out, String name, Object value) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                out.printf("%-10s %s%n", i == 0 ? name : "", list.get(i));
            }
        } else {
            out.printf("%-10s %s%n", name, value);
        }
    }

    private Map<String, Object> explain(Blueprint b) {
        var e = new LinkedHashMap<String, Object>();
        String teamName = key.map(k -> b.config().keys().stream()
                        .filter(c -> c.name().equals(k))
                        .findFirst()
                        .map(Key::team)
                        .orElseThrow(() -> new ParameterException(
                                spec.commandLine(),
                                "--key: no key has this name; known: "
                                        + String.join(
                                                ", ",
                                                b.config().keys().stream()
                                                        .map(Key::name)
                                                        .toList()))))
                .orElse(dev.headgate.config.Team.DEFAULT);
        Team team = Optional.ofNullable(b.teams().get(teamName)).orElseThrow();
        e.put("model", model);
        e.put("team", teamName);
        Optional<Route> route = b.routes().match(model);
        if (route.isEmpty()) {
            e.put("refused", "404 model_not_found: no route has this name, and none a prefix of it");
            return e;
        }
        Route r = route.get();
        e.put("route", r.name() + (r.wildcard() ? " (the longest prefix)" : " (exact)"));
        if (!team.models().mayName(model)) {
            e.put("refused", "404 model_not_found: the team's models do not cover it");
            return e;
        }
        if (!r.served()) {
            e.put("refused", "404 model_not_found: " + Unserved.reason(b, r));
            return e;
        }
        List<String> targets = targets(b, r, team);
        e.put("targets", targets);
        if (targets.stream().allMatch(t -> t.contains("not allowed"))) {
            e.put("refused", "404 model_not_found: the team's models cover none of the targets");
            return e;
        }
        Limits l = r.limits();
        e.put(
                "retry",
                "up to " + l.attempts() + " tries at each target, " + seconds(l.backoffMin()) + " to "
                        + seconds(l.backoffMax()) + " apart");
        e.put(
                "timeouts",
                "connect " + seconds(l.connect()) + ", first token " + seconds(l.firstToken()) + ", idle "
                        + seconds(l.idle()) + ", total " + seconds(l.total()));
        List<String> filters = Stream.of(
                        b.config().filters(),
                        Optional.ofNullable(b.config().teams().get(teamName))
                                .map(dev.headgate.config.Team::filters)
                                .orElse(List.of()),
                        Optional.ofNullable(b.config().models().get(r.name()))
                                .map(dev.headgate.config.Route::filters)
                                .orElse(List.of()))
                .flatMap(List::stream)
                .map(f -> f.plugin())
                .toList();
        e.put("filters", filters.isEmpty() ? "none" : filters);
        return e;
    }

    private static String seconds(Duration d) {
        return d.toMillis() % 1000 == 0 ? d.toSeconds() + "s" : d.toMillis() + "ms";
    }

    private List<String> targets(Blueprint b, Route r, Team team) {
        var lines = new ArrayList<String>();
        r.targets().forEach(t -> lines.add(line(b, r, team, t, chosenBy(r, t))));
        r.fallbacks().forEach(f -> lines.add(line(b, r, team, f.target(), "fallback" + when(f))));
        return lines;
    }

    private static String chosenBy(Route r, Target t) {
        if (r.affinity() != Route.Affinity.NONE) {
            return "by " + word(r.affinity()) + ", weight " + t.weight();
        }
        return switch (r.policy()) {
            case ORDERED -> "in order";
            case WEIGHTED -> "weight " + t.weight();
            case LEAST_LATENCY, LEAST_BUSY, CHEAPEST -> word(r.policy());
        };
    }

    private static String when(Fallback f) {
        return f.causes().equals(Set.of(Fallback.Cause.FAILURE))
                ? ""
                : f.causes().stream()
                        .sorted()
                        .map(ExplainCommand::word)
                        .collect(Collectors.joining(" or ", " on ", ""));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private String line(Blueprint b, Route r, Team team, Target t, String how) {
        UpstreamPlan plan = Optional.ofNullable(b.upstreams().get(t.upstream())).orElseThrow();
        String there = t.model(r.kept(model));
        boolean allowed = team.models().mayReach(model, t.upstream(), there);
        return t.upstream() + "/" + there + "  (" + how + ", " + plan.type().name() + " at " + plan.baseUrl()
                + (allowed ? "" : ", not allowed for this team") + ")";
    }
}
