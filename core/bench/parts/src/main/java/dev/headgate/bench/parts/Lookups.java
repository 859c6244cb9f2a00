package dev.headgate.bench.parts;

import dev.headgate.api.Attempt;
import dev.headgate.api.Usage;
import dev.headgate.identity.AllowList;
import dev.headgate.identity.Caller;
import dev.headgate.identity.Keyring;
import dev.headgate.identity.Team;
import dev.headgate.route.Limits;
import dev.headgate.route.Route;
import dev.headgate.route.RouteTable;
import dev.headgate.route.Target;
import dev.headgate.telemetry.AccessLog;
import dev.headgate.telemetry.ExchangeReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Who asks, where it goes, and what is written down of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms64m", "-Xmx256m"})
public class Lookups {
    private final RouteTable ten = routes(10);
    private final RouteTable tenThousand = routes(10_000);
    private final Keyring keyring = keys(100);
    private final Optional<String> key = Optional.of("sk-headgate-0123456789abcdef-42");
    private final ExchangeReport report = report();
    private final StringBuilder line = new StringBuilder();

    @Benchmark
    public Optional<Route> routeOf10() {
        return ten.find("model-7");
    }

    @Benchmark
    public Optional<Route> routeOf10000() {
        return tenThousand.find("model-7777");
    }

    /** None but a wildcard serves it, after all longer prefixes have been tried. */
    @Benchmark
    public Optional<Route> routeByPrefix() {
        return ten.find("claude-sonnet-4-5");
    }

    @Benchmark
    public Caller keyAdmitted() {
        return keyring.admit(key, false);
    }

    @Benchmark
    public StringBuilder accessLogLine() {
        line.setLength(0);
        AccessLog.append(report, line);
        return line;
    }

    private static RouteTable routes(int count) {
        Duration second = Duration.ofSeconds(1);
        Limits limits = new Limits(2, second, second, second, second, second, second, second, 0, second);
        List<Target> targets = List.of(new Target("openai", "*", 1));
        List<String> wildcards = List.of("claude-*", "gemini-2.5-flash-*", "mistral-large-*");
        return new RouteTable(IntStream.range(0, count)
                .mapToObj(i -> i < wildcards.size() ? wildcards.get(i) : "model-" + i)
                .map(name -> new Route(new Route.Plan(
                        name,
                        Route.Policy.ORDERED,
                        Route.Affinity.NONE,
                        targets,
                        List.of(),
                        limits,
                        Optional.empty(),
                        Optional.empty())))
                .toList());
    }

    private static Keyring keys(int count) {
        Team team = new Team("search", new AllowList(List.of("*")));
        Keyring.Builder keys = new Keyring.Builder();
        for (int i = 0; i < count; i++) {
            keys.key("key-" + i, team, Keyring.sha256("sk-headgate-0123456789abcdef-" + i));
        }
        return keys.build(team);
    }

    private static ExchangeReport report() {
        Attempt attempt =
                new Attempt("openai", "gpt-4o-mini", 200, Optional.empty(), Duration.ofMillis(410), Usage.NONE);
        return new ExchangeReport(
                "01JD8V6X3N5Y7Z9A1B2C3D4E5F",
                "search",
                "search-prod",
                "chat",
                "gpt-4o-mini",
                "gpt-4o-mini",
                "openai",
                200,
                Optional.empty(),
                List.of(attempt),
                List.of(),
                Optional.of(Duration.ofMillis(410)),
                Duration.ofMillis(2_900),
                Optional.empty(),
                Usage.of(812, 233),
                java.util.Map.of());
    }
}
