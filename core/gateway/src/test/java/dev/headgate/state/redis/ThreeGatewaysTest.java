package dev.headgate.state.redis;

import static dev.headgate.state.redis.RedisStates.await;
import static dev.headgate.state.redis.RedisStates.got;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.StateStore;
import dev.headgate.api.quota.Claim;
import dev.headgate.api.quota.Hold;
import dev.headgate.api.quota.Left;
import dev.headgate.api.quota.Limit;
import dev.headgate.testkit.RedisProcess;
import dev.headgate.time.Clock;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Three gateways on one server, and two hundred clients at once: what was begun is never more than the limit. */
final class ThreeGatewaysTest {
    private static final int LIMIT = 1000;
    private static final int CLIENTS = 200;
    private static final int SEEDS = Boolean.getBoolean("headgate.long") ? 20 : 2;
    private static final Duration LEASE = Duration.ofMinutes(5);

    /** What one client did, in the order that the upstream saw it. */
    private record Step(long held, long spent) {}

    /** Plays an upstream: knows what runs and what was generated, whatever the gateways think. */
    private static final class Truth {
        private final List<Step> history = new ArrayList<>();
        private long running;
        private long spent;

        synchronized void begin(long ceiling) {
            running += ceiling;
            history.add(new Step(running, spent));
        }

        synchronized void end(long ceiling, long generated) {
            running -= ceiling;
            spent += generated;
            history.add(new Step(running, spent));
        }
    }

    @Test
    void settled_and_held_are_within_the_limit_at_every_instant_and_nothing_stays_held() throws InterruptedException {
        Vertx vertx = Vertx.vertx();
        try (RedisProcess server = RedisProcess.start()) {
            List<RedisState> gateways = IntStream.range(0, 3)
                    .mapToObj(i -> RedisStates.patient(vertx, "{ url: \"" + server.url() + "\" }", Clock.SYSTEM))
                    .toList();
            await("three to be counted", () -> gateways.stream().allMatch(g -> g.replicas() == 3));
            for (int seed = 0; seed < SEEDS; seed++) {
                int tries = 1;
                while (!run(seed, "seed" + seed + "-" + tries, gateways)) {
                    assertThat(++tries).as("runs without an outage").isLessThan(6);
                    await("all to be used", () -> gateways.stream().noneMatch(RedisState::local));
                }
            }
            gateways.forEach(g -> got(g.close()));
        } finally {
            vertx.close().await();
        }
    }

    /**
     * One round of all clients. False when the machine was so busy that a call took longer than a second, which a gateway
     * takes for an outage and goes on with its share: another subject.
     */
    private static boolean run(int seed, String plugin, List<RedisState> gateways) throws InterruptedException {
        long before = gateways.stream().mapToLong(RedisState::outages).sum();
        var day = new Limit.Window(
                "tokens",
                LIMIT,
                Instant.ofEpochMilli(System.currentTimeMillis() - 60_000),
                Instant.ofEpochMilli(System.currentTimeMillis() + 36_000_000));
        var slots = new Limit.Concurrency("slots", 40);
        var truth = new Truth();
        var refused = new AtomicLong();
        var done = new AtomicLong();
        var ready = new CountDownLatch(CLIENTS);
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int c = 0; c < CLIENTS; c++) {
                int client = c;
                clients.execute(() -> {
                    StateStore store = gateways.get(client % gateways.size()).of(plugin);
                    var random = new Random(seed * 1000L + client);
                    ready.countDown();
                    awaitAll(ready);
                    for (int i = 0; i < 8; i++) {
                        long ceiling = 1 + random.nextLong(60);
                        var hold = new Hold(
                                client + "-" + i, List.of(new Claim(day, ceiling), new Claim(slots, 1)), LEASE);
                        if (!got(store.hold(hold)).granted()) {
                            refused.incrementAndGet();
                            continue;
                        }
                        truth.begin(ceiling);
                        long generated = random.nextInt(10) == 0 ? 0 : random.nextLong(ceiling + 1);
                        // What the upstream knows is over before the gateway is told.
                        truth.end(ceiling, generated);
                        assertThat(got(store.settle(hold, generated, 1))).isTrue();
                    }
                    done.incrementAndGet();
                });
            }
        }
        if (gateways.stream().mapToLong(RedisState::outages).sum() != before) {
            return false;
        }
        assertThat(done.get()).isEqualTo(CLIENTS);
        assertThat(truth.history).as("seed %d", seed).allMatch(s -> s.held + s.spent <= LIMIT);
        assertThat(truth.running).isZero();
        assertThat(refused.get()).isPositive();
        List<Left> left = got(gateways.getFirst().of(plugin).look(List.of(day, slots)));
        assertThat(left.get(0).used()).as("seed %d", seed).isEqualTo(truth.spent);
        assertThat(left.get(1).used()).isZero();
        return true;
    }

    private static void awaitAll(CountDownLatch ready) {
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
