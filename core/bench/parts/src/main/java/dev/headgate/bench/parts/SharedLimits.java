package dev.headgate.bench.parts;

import dev.headgate.api.StateStore;
import dev.headgate.api.quota.Claim;
import dev.headgate.api.quota.Held;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Limit;
import dev.headgate.config.Redis;
import dev.headgate.config.RedisUrl;
import dev.headgate.state.redis.RedisState;
import dev.headgate.time.Clock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What an admission costs with limits in a Redis that runs already; its address is a parameter. With {@code -t} there are as
 * many requests under way as threads.
 */
@State(Scope.Benchmark)
@BenchmarkMode({Mode.Throughput, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 3)
@Fork(
        value = 1,
        jvmArgs = {"-XX:+UseSerialGC", "-XX:+UseCompactObjectHeaders", "-Xms64m", "-Xmx256m"})
public class SharedLimits {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Param("redis://127.0.0.1:6379")
    public String url = "";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong ids = new AtomicLong();
    private final List<Claim> claims = List.of(
            new Claim(new Limit.Bucket("bench:requests", 1_000_000_000, MINUTE, 1_000_000_000), 1),
            new Claim(new Limit.Bucket("bench:tokens", 1_000_000_000, MINUTE, 1_000_000_000), 100),
            new Claim(new Limit.Bucket("bench:team", 1_000_000_000, MINUTE, 1_000_000_000), 100),
            new Claim(new Limit.Concurrency("bench:slots", 100_000), 1));
    private Optional<RedisState> state = Optional.empty();
    private Optional<StateStore> store = Optional.empty();

    @Setup
    public void open() throws Exception {
        URI address = URI.create(url);
        var server = new RedisUrl(false, address.getHost(), address.getPort(), Optional.empty(), Optional.empty(), 0);
        var opened = new RedisState(
                vertx,
                new Redis(
                        Optional.of(server),
                        List.of(),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        "headgate-bench",
                        Duration.ofSeconds(1),
                        1),
                Clock.SYSTEM);
        got(opened.open());
        if (opened.local()) {
            throw new IllegalStateException("no Redis at " + url);
        }
        state = Optional.of(opened);
        store = Optional.of(opened.of("bench"));
    }

    @TearDown
    public void close() throws Exception {
        got(state.orElseThrow().close());
        got(vertx.close());
    }

    /** Four limits held and settled: two round trips. */
    @Benchmark
    public Boolean holdAndSettle() throws Exception {
        var hold = new Hold("bench-" + ids.incrementAndGet(), claims, MINUTE);
        StateStore limits = store.orElseThrow();
        Held held = got(limits.hold(hold));
        if (!held.granted() || held.sharing().degraded()) {
            throw new IllegalStateException("not held at the server: " + held);
        }
        return got(limits.settle(hold, 1, 60, 60, 1));
    }

    private static <T> T got(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
