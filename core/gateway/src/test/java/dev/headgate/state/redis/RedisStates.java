package dev.headgate.state.redis;

import dev.headgate.config.ConfigContext;
import dev.headgate.config.ConfigError;
import dev.headgate.config.ConfigReader;
import dev.headgate.config.ConfigResult;
import dev.headgate.config.Redis;
import dev.headgate.time.Clock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** State in a Redis as a gateway has it, for tests. */
public final class RedisStates {
    private RedisStates() {}

    /** What a file with {@code state: { redis: … }} says. */
    public static Redis config(String redis) {
        ConfigResult read = ConfigReader.read(
                "test.yaml",
                ("state: { redis: " + redis + " }").getBytes(StandardCharsets.UTF_8),
                Path.of(""),
                new ConfigContext(Set.of(), name -> Optional.empty()));
        return switch (read) {
            case ConfigResult.Valid v -> v.config().state().redis().orElseThrow();
            case ConfigResult.Invalid i ->
                throw new AssertionError(
                        i.errors().stream().map(ConfigError::render).collect(Collectors.joining("\n")));
        };
    }

    /** One that waits long for its server, so that a busy machine does not look like an outage. */
    public static RedisState patient(Vertx vertx, String redis, Clock clock) {
        return opened(new RedisState(vertx, patient(config(redis)), clock));
    }

    private static Redis patient(Redis r) {
        return new Redis(
                r.url(),
                r.sentinels(),
                r.master(),
                r.cluster(),
                r.username(),
                r.password(),
                r.caCertificate(),
                r.certificate(),
                r.key(),
                r.prefix(),
                Duration.ofSeconds(10),
                r.replicas());
    }

    /** One that is used already, unless the server cannot be. */
    public static RedisState open(Vertx vertx, String redis, Clock clock) {
        return opened(new RedisState(vertx, config(redis), clock));
    }

    private static RedisState opened(RedisState state) {
        got(state.open());
        return state;
    }

    /** One whose server goes by this clock too, which a test moves by hand. */
    public static RedisState byClock(Vertx vertx, String redis, Clock clock) {
        return opened(new RedisState(
                vertx, patient(config(redis)), clock, () -> clock.now().toEpochMilli()));
    }

    /** Blocks until this holds; for what other threads bring about by themselves. */
    public static void await(String what, BooleanSupplier condition) {
        for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10); !condition.getAsBoolean(); ) {
            if (System.nanoTime() > end) {
                throw new AssertionError("waited 10 s for " + what);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    public static <T> T got(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
