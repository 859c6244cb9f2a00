package dev.headgate.bench.parts;

import dev.headgate.api.Attempt;
import dev.headgate.api.Body;
import dev.headgate.api.Filter;
import dev.headgate.api.FilterFactory;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.GatewayResponse.Streaming;
import dev.headgate.api.Headers;
import dev.headgate.api.Operation;
import dev.headgate.api.Phase;
import dev.headgate.config.ConfigContext;
import dev.headgate.config.ConfigReader;
import dev.headgate.config.ConfigResult;
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
import dev.headgate.plugin.responsecache.ResponseCacheFactory;
import dev.headgate.provider.ProviderSettings;
import dev.headgate.provider.openai.Presets;
import dev.headgate.route.Limits;
import dev.headgate.route.Route;
import dev.headgate.route.RouteTable;
import dev.headgate.route.Target;
import dev.headgate.state.LocalState;
import dev.headgate.time.Clock;
import dev.headgate.upstream.Loop;
import dev.headgate.upstream.Upstream;
import dev.headgate.upstream.drill.Drills;
import dev.headgate.upstream.echo.EchoEngine;
import dev.headgate.upstream.health.BreakerLimits;
import dev.headgate.upstream.health.CredentialHealth;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Chats of 1 KB that are answered from the cache with 4 KB, whole and as events read to their end, on an event loop. What
 * a hit costs is the difference to an exchange that passes an empty chain to a model that does not exist.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms64m", "-Xmx256m"})
public class Caching {
    private static final int EXCHANGES = 10_000;
    private static final int TRIALS = 10;

    private final OpenAiDialect dialect = new OpenAiDialect();
    private final Body streamed = Texts.prose(1_000);
    private final Body whole = Body.of(streamed.text().replace("\"stream\":true", "\"stream\":false"));
    private final RequestHead wholeHead = dialect.readHead(Operation.CHAT, whole);
    private final RequestHead streamedHead = dialect.readHead(Operation.CHAT, streamed);
    private final Body answer = answer();
    private final Keyring keyring = new Keyring.Builder().build(new Team("search", new AllowList(List.of("*"))));
    private final Caller caller = keyring.admit(Optional.empty(), true);
    private final Vertx vertx = Vertx.vertx();
    private final Loop loop = loop(vertx);
    private final Snapshot empty = snapshot(new RouteTable(List.of()), Filters.NONE);
    private final Snapshot caching = caching();

    private static Body answer() {
        return Body.of(
                "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":["
                        + "{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                        + "a word or two ".repeat(275)
                        + "\",\"refusal\":null},\"logprobs\":null,\"finish_reason\":\"stop\"}],"
                        + "\"usage\":{\"prompt_tokens\":250,\"completion_tokens\":900,\"total_tokens\":1150}}");
    }

    private static Loop loop(Vertx vertx) {
        var made = new CompletableFuture<Loop>();
        vertx.runOnContext(v -> made.complete(new Loop(0, vertx, Clock.SYSTEM)));
        return made.join();
    }

    private Snapshot snapshot(RouteTable routes, Filters filters) {
        return new Snapshot(
                "1",
                routes,
                keyring,
                Map.of("up", upstream()),
                List.of(),
                filters,
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

    private static Upstream upstream() {
        return new Upstream(
                "up",
                Presets.types().stream()
                        .filter(t -> t.name().equals("openai-compatible"))
                        .findFirst()
                        .orElseThrow()
                        .factory()
                        .create(new ProviderSettings("http://127.0.0.1:1", Optional.empty(), Optional.empty())),
                Map.of(),
                List.of(),
                List.of(),
                List.of(new CredentialHealth(BreakerLimits.OFF, refusal -> {}, Clock.SYSTEM.nanos())),
                Optional.empty(),
                new EchoEngine(),
                1 << 20);
    }

    private Route route() {
        Duration long_ = Duration.ofMinutes(1);
        return new Route(new Route.Plan(
                wholeHead.model(),
                Route.Policy.ORDERED,
                Route.Affinity.NONE,
                List.of(new Target("up", "m", 1)),
                List.of(),
                new Limits(1, long_, long_, long_, long_, long_, long_, long_, 0, long_),
                Optional.empty(),
                Optional.empty()));
    }

    private static <S extends Record> Filter filter(FilterFactory<S> factory) {
        var read = (ConfigResult.Valid) ConfigReader.read(
                "bench.yaml",
                "filters: [ response-cache: {} ]".getBytes(StandardCharsets.UTF_8),
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
                new LocalState(Clock.SYSTEM).of("response-cache"));
    }

    /** One in which the answer is kept, and whose filter has shown that it does not block. */
    private Snapshot caching() {
        Filter cache = filter(new ResponseCacheFactory());
        var contract = new Contract("response-cache", Phase.CACHE, false, Duration.ofSeconds(5), false);
        Snapshot snapshot = snapshot(
                new RouteTable(List.of(route())),
                new Filters(List.of(new Installed(cache, contract, "1")), Map.of(), Map.of()));
        var kept = new CompletableFuture<Boolean>();
        loop.execute(() -> cache.apply(
                        exchange(snapshot, whole, wholeHead),
                        e -> Future.succeededFuture(
                                new Buffered(200, Headers.of("content-type", "application/json"), answer)))
                .onComplete(r -> kept.complete(r.succeeded())));
        kept.join();
        for (int i = 0; i < TRIALS; i++) {
            var ended = new CompletableFuture<Boolean>();
            loop.execute(() -> snapshot.chain()
                    .proceed(exchange(snapshot, whole, wholeHead))
                    .onComplete(r -> ended.complete(r.succeeded())));
            ended.join();
        }
        return snapshot;
    }

    private ExchangeState exchange(Snapshot snapshot, Body body, RequestHead head) {
        return new ExchangeState(
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
                Headers.NONE);
    }

    /** Lets go of the loop. */
    @TearDown(Level.Trial)
    public void end() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private int onLoop(Snapshot snapshot, Body body, RequestHead head, ToIntFunction<Future<GatewayResponse>> of) {
        var all = new CompletableFuture<Integer>();
        loop.execute(() -> {
            try {
                int count = 0;
                for (int i = 0; i < EXCHANGES; i++) {
                    count += of.applyAsInt(snapshot.chain().proceed(exchange(snapshot, body, head)));
                }
                all.complete(count);
            } catch (RuntimeException e) {
                all.completeExceptionally(e);
            }
        });
        return all.join();
    }

    /** The bytes of an answer from the cache. */
    private static int bytes(Future<GatewayResponse> given) {
        if (!given.isComplete()) {
            throw new IllegalStateException("the filter was found to block; run this on a machine that has less to do");
        }
        if (!given.result().headers().get("x-headgate-cache").orElse("").equals("hit")) {
            throw new IllegalStateException("not from the cache");
        }
        return switch (given.result()) {
            case Buffered b -> b.body().length();
            case Streaming s -> {
                int[] length = new int[1];
                s.events().handler(piece -> length[0] += piece.length()).resume();
                yield length[0];
            }
        };
    }

    @Benchmark
    @OperationsPerInvocation(EXCHANGES)
    public int emptyChain() {
        return onLoop(empty, whole, wholeHead, r -> r.failed() ? 1 : 0);
    }

    @Benchmark
    @OperationsPerInvocation(EXCHANGES)
    public int hit() {
        return onLoop(caching, whole, wholeHead, Caching::bytes);
    }

    @Benchmark
    @OperationsPerInvocation(EXCHANGES)
    public int hitStreamed() {
        return onLoop(caching, streamed, streamedHead, Caching::bytes);
    }
}
