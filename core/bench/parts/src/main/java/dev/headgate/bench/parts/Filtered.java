package dev.headgate.bench.parts;

import dev.headgate.api.Attempt;
import dev.headgate.api.Body;
import dev.headgate.api.Filter;
import dev.headgate.api.FilterFactory;
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
import dev.headgate.route.RouteTable;
import dev.headgate.state.LocalState;
import dev.headgate.time.Clock;
import dev.headgate.upstream.Loop;
import dev.headgate.upstream.drill.Drills;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Exchanges of a gateway, and filters of plugins made from what a file says, to be measured alone. */
final class Filtered implements AutoCloseable {
    private final OpenAiDialect dialect = new OpenAiDialect();
    private final Keyring keyring = new Keyring.Builder().build(new Team("search", new AllowList(List.of("*"))));
    private final Caller caller = keyring.admit(Optional.empty(), true);
    private final Vertx vertx = Vertx.vertx();
    private final Loop loop = loop(vertx);
    private final Snapshot snapshot = snapshot();

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

    /** A filter with these settings as they stand in a file. */
    static <S extends Record> Filter filter(FilterFactory<S> factory, String settings) {
        var read = (ConfigResult.Valid) ConfigReader.read(
                "bench.yaml",
                "filters: [ { %s: %s } ]".formatted(factory.name(), settings).getBytes(StandardCharsets.UTF_8),
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
                new LocalState(Clock.SYSTEM).of(factory.name()));
    }

    /** What is read of a request before any filter. */
    RequestHead head(Body request) {
        return dialect.readHead(Operation.CHAT, request);
    }

    /** A chat that has just come in. */
    ExchangeState chat(Body request) {
        return new ExchangeState(
                "01JD8V6X3N5Y7Z9A1B2C3D4E5F",
                loop,
                snapshot,
                dialect,
                Operation.CHAT,
                caller,
                request,
                head(request),
                0,
                Optional.empty(),
                name -> null,
                Headers.NONE);
    }

    /** Lets go of the loop. */
    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
