package dev.headgate.bench.parts;

import dev.headgate.api.Attempt;
import dev.headgate.api.Body;
import dev.headgate.api.Filter;
import dev.headgate.api.FilterFactory;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.Headers;
import dev.headgate.api.Operation;
import dev.headgate.config.ConfigContext;
import dev.headgate.config.ConfigReader;
import dev.headgate.config.ConfigResult;
import dev.headgate.dialect.Keepsakes;
import dev.headgate.dialect.RequestHead;
import dev.headgate.dialect.openai.OpenAiDialect;
import dev.headgate.dispatch.ExchangeState;
import dev.headgate.dispatch.Filters;
import dev.headgate.dispatch.Observer;
import dev.headgate.dispatch.Snapshot;
import dev.headgate.identity.AllowList;
import dev.headgate.identity.Caller;
import dev.headgate.identity.Keyring;
import dev.headgate.identity.Team;
import dev.headgate.plugin.redaction.RedactionFactory;
import dev.headgate.route.RouteTable;
import dev.headgate.state.LocalState;
import dev.headgate.time.Clock;
import dev.headgate.upstream.Loop;
import dev.headgate.upstream.drill.Drills;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A chat of one kilobyte and its answer of half as much through redaction, originals put back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms64m", "-Xmx256m"})
public class Redacting {
    private static final String PERSONAL =
            "Write to ann@example.org about the card 4111 1111 1111 1111 of bob@example.net, "
                    + "who keeps the level of the water in the north of the valley and has done so for many years now. ";

    /** What is looked for. */
    @Param({"email, card", "all"})
    public String detect = "email, card";

    private final OpenAiDialect dialect = new OpenAiDialect();
    private final Body clean = Texts.prose(1_000);
    private final Body personal = Texts.request(1_000, PERSONAL);
    private final GatewayResponse plain = new Buffered(200, Headers.NONE, Texts.answer());
    private final GatewayResponse repeating = new Buffered(
            200, Headers.NONE, Body.of(Texts.answer().text().replace("the farm", "<EMAIL_1> and `<card_1>`")));
    private final Keyring keyring = new Keyring.Builder().build(new Team("search", new AllowList(List.of("*"))));
    private final Caller caller = keyring.admit(Optional.empty(), true);
    private final Vertx vertx = Vertx.vertx();
    private final Loop loop = loop(vertx);
    private final Snapshot snapshot = snapshot();
    private final Map<String, Filter> filters = new HashMap<>();

    private static Loop loop(Vertx vertx) {
        var made = new CompletableFuture<Loop>();
        vertx.runOnContext(v -> made.complete(new Loop(0, vertx, Clock.SYSTEM)));
        return made.join();
    }

    private Snapshot snapshot() {
        return new Snapshot(
                "1",
                new RouteTable(List.of()),
                keyring,
                Map.of(),
                List.of(),
                Filters.NONE,
                Map.of(),
                new Drills(),
                new Keepsakes(Clock.SYSTEM),
                new Observer() {
                    @Override
                    public void shadowed(String route, Attempt attempt) {}

                    @Override
                    public FilterCalls filter(String name) {
                        return (outcome, ownNanos, cpuNanos) -> {};
                    }
                },
                () -> {});
    }

    private static <S extends Record> Filter filter(String detect, FilterFactory<S> factory) {
        var read = (ConfigResult.Valid) ConfigReader.read(
                "bench.yaml",
                "filters: [ { redaction: { detect: [ %s ], restore: true } } ]"
                        .formatted(detect)
                        .getBytes(StandardCharsets.UTF_8),
                Path.of(""),
                new ConfigContext(Set.of(), name -> Optional.empty()));
        return factory.create(
                read.config()
                        .filters()
                        .getFirst()
                        .settings()
                        .read(factory.settings())
                        .settings()
                        .orElseThrow(),
                new LocalState(Clock.SYSTEM).of("redaction"));
    }

    /** Lets go of the loop. */
    @TearDown(Level.Trial)
    public void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private GatewayResponse through(Body request, GatewayResponse answer) {
        RequestHead head = dialect.readHead(Operation.CHAT, request);
        var exchange = new ExchangeState(
                "01JD8V6X3N5Y7Z9A1B2C3D4E5F",
                loop,
                snapshot,
                dialect,
                Operation.CHAT,
                caller,
                request,
                head,
                0,
                Optional.empty(),
                name -> null,
                Headers.NONE);
        Filter filter = filters.computeIfAbsent(detect, d -> filter(d, new RedactionFactory()));
        return filter.apply(exchange, e -> Future.succeededFuture(answer)).result();
    }

    /** Nothing is found. */
    @Benchmark
    public GatewayResponse chatOf1K() {
        return through(clean, plain);
    }

    /** Twelve findings of three values, and what they stand for put back. */
    @Benchmark
    public GatewayResponse chatOf1KWithFindings() {
        return through(personal, repeating);
    }

    /** What both take without the filter: the request's head is read. */
    @Benchmark
    public RequestHead headOf1K() {
        return dialect.readHead(Operation.CHAT, clean);
    }
}
