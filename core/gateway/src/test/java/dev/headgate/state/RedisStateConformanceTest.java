package dev.headgate.state;

import dev.headgate.api.StateStore;
import dev.headgate.state.redis.RedisState;
import dev.headgate.state.redis.RedisStates;
import dev.headgate.testkit.RedisProcess;
import dev.headgate.time.Clock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Limits in a Redis count as they do in this process. */
final class RedisStateConformanceTest extends StateStoreConformance {
    private static final AtomicLong MILLIS = new AtomicLong(1_700_000_000_000L);
    private static final AtomicLong STORES = new AtomicLong();
    private static final Clock CLOCK = new Clock() {
        @Override
        public long nanos() {
            return MILLIS.get() * 1_000_000;
        }

        @Override
        public Instant now() {
            return Instant.ofEpochMilli(MILLIS.get());
        }
    };

    private static RedisProcess server;
    private static Vertx vertx;
    private static RedisState state;

    private final String plugin = "limits" + STORES.incrementAndGet();

    @BeforeAll
    static void start() {
        server = RedisProcess.start();
        vertx = Vertx.vertx();
        state = RedisStates.byClock(vertx, "\"" + server.url() + "\"", CLOCK);
    }

    @AfterAll
    static void stop() {
        RedisStates.got(state.close());
        vertx.close().await();
        server.close();
    }

    @Override
    StateStore store() {
        return state.of(plugin);
    }

    @Override
    void pass(Duration time) {
        MILLIS.addAndGet(time.toMillis());
    }

    @Override
    Instant now() {
        return CLOCK.now();
    }
}
