package dev.headgate.bench.parts;

import dev.headgate.api.Attempt;
import dev.headgate.api.Body;
import dev.headgate.api.Filter;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.Headers;
import dev.headgate.api.Operation;
import dev.headgate.api.Phase;
import dev.headgate.dialect.Keepsakes;
import dev.headgate.dialect.RequestHead;
import dev.headgate.dialect.openai.OpenAiDialect;
import dev.headgate.dispatch.Contract;
import dev.headgate.dispatch.ExchangeState;
import dev.headgate.dispatch.Filters;
import dev.headgate.dispatch.Installed;
import dev.headgate.dispatch.Observer;
import dev.headgate.dispatch.Snapshot;
import dev.headgate.identity.AllowList;
import dev.headgate.identity.Caller;
import dev.headgate.identity.Keyring;
import dev.headgate.identity.Team;
import dev.headgate.route.RouteTable;
import dev.headgate.telemetry.FilterMetrics;
import dev.headgate.telemetry.Metrics;
import dev.headgate.time.Clock;
import dev.headgate.upstream.Loop;
import dev.headgate.upstream.drill.Drills;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Exchanges sent through filters that do nothing, on an event loop, to a model that does not exist. What the filters cost
 * is the difference to none.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms64m", "-Xmx256m"})
public class Filtering {
    private static final int EXCHANGES = 10_000;
    private static final int TRIALS = 10;

    /** How many of them. */
    @Param({"0", "1", "3"})
    public int filters;

    private final OpenAiDialect dialect = new OpenAiDialect();
    private final Body body = Texts.prose(1_000);
    private final RequestHead head = dialect.readHead(Operation.CHAT, body);
    private final Metrics metrics = new Metrics();
    private final Observer observer = new Observer() {
        @Override
        public void shadowed(String route, Attempt attempt) {}

        @Override
        public FilterCalls filter(String name) {
            FilterMetrics counted = metrics.filter(name);
            return (outcome, ownNanos, cpuNanos) -> counted.kept(ownNanos, cpuNanos);
        }
    };

    private final Keyring keyring = new Keyring.Builder().build(new Team("search", new AllowList(List.of("*"))));
    private final Caller caller = keyring.admit(Optional.empty(), true);
    private final Vertx vertx = Vertx.vertx();
    private final Loop loop = loop(vertx);
    private final Map<Integer, Snapshot> snapshots = new HashMap<>();

    private static Loop loop(Vertx vertx) {
        var made = new CompletableFuture<Loop>();
        vertx.runOnContext(v -> made.complete(new Loop(0, vertx, Clock.SYSTEM)));
        return made.join();
    }

    private Snapshot snapshot(int count) {
        Filter nothing = (exchange, next) -> next.proceed(exchange);
        var contract = new Contract("nothing", Phase.TRANSFORM, false, Duration.ofSeconds(5), false);
        return new Snapshot(
                "1",
                new RouteTable(List.of()),
                keyring,
                Map.of(),
                List.of(),
                new Filters(Collections.nCopies(count, new Installed(nothing, contract, "")), Map.of(), Map.of()),
                Map.of(),
                new Drills(),
                new Keepsakes(Clock.SYSTEM),
                observer,
                () -> {});
    }

    /** Lets go of the loop. */
    @TearDown(Level.Trial)
    public void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Filters are called on threads of their own until they have shown that they do not block. */
    private Snapshot tried(int count) {
        Snapshot snapshot = snapshot(count);
        for (int i = 0; i < TRIALS; i++) {
            var ended = new CompletableFuture<Boolean>();
            loop.execute(() -> send(snapshot).onComplete(r -> ended.complete(r.failed())));
            ended.join();
        }
        return snapshot;
    }

    private Future<GatewayResponse> send(Snapshot snapshot) {
        return snapshot.chain()
                .proceed(new ExchangeState(
                        "01JD8V6X3N5Y7Z9A1B2C3D4E5F",
                        loop,
                        snapshot,
                        dialect,
                        Operation.CHAT,
                        caller,
                        body,
                        head,
                        0,
                        Optional.empty(),
                        name -> null,
                        Headers.NONE));
    }

    @Benchmark
    @OperationsPerInvocation(EXCHANGES)
    public int exchange() {
        Snapshot snapshot = snapshots.computeIfAbsent(filters, this::tried);
        var failed = new CompletableFuture<Integer>();
        loop.execute(() -> {
            int count = 0;
            for (int i = 0; i < EXCHANGES; i++) {
                count += send(snapshot).failed() ? 1 : 0;
            }
            failed.complete(count);
        });
        return failed.join();
    }
}
