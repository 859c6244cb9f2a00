package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.it.CountingUpstream.Account;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A thousand tokens and two hundred clients at once: what an upstream has generated and may still generate is never more
 * than the limit, whether one gateway holds it or three do with one Redis.
 */
final class ManyClientsTest {
    private static final int LIMIT = 1000;
    private static final int CLIENTS = 200;
    private static final int REQUESTS = 4;
    private static final int SEEDS = Boolean.getBoolean("headgate.long") ? 20 : 2;

    /** Two hundred callers at once find a gateway that has just started, on whatever machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final int ROUNDS = 3 * SEEDS;

    /** One team, key and model for each round. No midnight, and next to nothing that drains, falls into a round. */
    private static String configuration(CountingUpstream upstream, String state) {
        var yaml = new StringBuilder("upstreams: { up: { provider: openai-compatible, base-url: \"" + upstream.url()
                + "\", breaker: off } }\n" + state + "filters: [ { rate-limit: { each-team: { tokens: 1000/1000day,"
                + " concurrent: 40 } } } ]\nmodels:\n");
        rounds().forEach(i -> yaml.append("  m-" + i + ": { targets: [ up/m-" + i + " ], retry: { attempts: 1 } }\n"));
        yaml.append("teams:\n");
        rounds().forEach(i -> yaml.append("  team-" + i + ": {}\n"));
        yaml.append("keys:\n");
        rounds().forEach(i ->
                yaml.append("  - { name: key-" + i + ", team: team-" + i + ", secret: " + secret(i) + " }\n"));
        return yaml.toString();
    }

    private static IntStream rounds() {
        return IntStream.range(0, ROUNDS);
    }

    private static String secret(int round) {
        return "a-callers-own-key-" + round;
    }

    @Test
    @Timeout(300)
    void one_gateway_keeps_the_limit_at_every_instant() throws Exception {
        try (var upstream = new CountingUpstream();
                PackagedGateway gateway = PackagedGateway.start(configuration(upstream, ""))) {
            for (int seed = 0; seed < SEEDS; seed++) {
                round(seed, seed, upstream, List.of(gateway));
            }
        }
    }

    @Test
    @Timeout(300)
    void three_gateways_with_one_redis_keep_the_limit_together_at_every_instant() throws Exception {
        try (var upstream = new CountingUpstream();
                RedisProcess redis = RedisProcess.start()) {
            // Patient, so that a busy machine does not look like an outage.
            String yaml = configuration(
                    upstream, "state: { redis: { url: \"" + redis.url() + "\", time-limit: 1s, replicas: 3 } }\n");
            try (PackagedGateway a = PackagedGateway.start(yaml);
                    PackagedGateway b = PackagedGateway.start(yaml);
                    PackagedGateway c = PackagedGateway.start(yaml)) {
                List<PackagedGateway> all = List.of(a, b, c);
                Eventually.holds("all count three", () -> all.stream().allMatch(g -> metric(g, "state_replicas") == 3));
                int next = 0;
                for (int seed = 0; seed < SEEDS; seed++) {
                    long before = outages(all);
                    round(seed, next++, upstream, all);
                    // A call of more than a second is taken for an outage and is another subject; then once more.
                    while (outages(all) != before) {
                        assertThat(next).as("rounds without an outage").isLessThan(ROUNDS);
                        Eventually.holds("all use it", () -> all.stream().allMatch(g -> metric(g, "state_local") == 0));
                        before = outages(all);
                        round(seed, next++, upstream, all);
                    }
                }
            }
        }
    }

    private static long outages(List<PackagedGateway> all) {
        return all.stream().mapToLong(g -> metric(g, "state_outages_total")).sum();
    }

    static long metric(PackagedGateway gateway, String name) {
        return gateway.adminGet("/metrics")
                .body()
                .lines()
                .filter(l -> l.startsWith("headgate_" + name + " "))
                .mapToLong(l -> (long) Double.parseDouble(l.substring(l.indexOf(' '))))
                .sum();
    }

    private static void round(int seed, int round, CountingUpstream upstream, List<PackagedGateway> gateways)
            throws InterruptedException {
        Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
        Queue<Throwable> broken = new ConcurrentLinkedQueue<>();
        var ready = new CountDownLatch(CLIENTS);
        var done = new CountDownLatch(CLIENTS);
        var seen = new ArrayList<Long>();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int c = 0; c < CLIENTS; c++) {
                var random = new Random(seed * 1000L + c);
                PackagedGateway gateway = gateways.get(c % gateways.size());
                clients.execute(() -> {
                    try (RawClient client = RawClient.connect(gateway.url()).within(PATIENCE)) {
                        ready.countDown();
                        awaitAll(ready);
                        for (int i = 0; i < REQUESTS; i++) {
                            client.post("/v1/chat/completions", chat(round, random), authorization(round));
                            statuses.add(client.read().status());
                        }
                    } catch (RuntimeException | AssertionError e) {
                        broken.add(e);
                    } finally {
                        done.countDown();
                    }
                });
            }
            while (done.getCount() > 0) {
                seen.add(tokensUsed(gateways.get(seen.size() % gateways.size()), round));
            }
        }
        Account account = upstream.account("m-" + round);
        assertThat(broken).isEmpty();
        assertThat(statuses).hasSize(CLIENTS * REQUESTS).contains(200, 429);
        assertThat(Set.copyOf(statuses)).isSubsetOf(200, 429, 502);
        assertThat(account.history())
                .as("seed %d", seed)
                .hasSizeGreaterThan(40)
                .allSatisfy(m -> assertThat(m.generated() + m.promised()).isLessThanOrEqualTo(LIMIT));
        assertThat(seen).as("what the gateways say").isNotEmpty().allMatch(used -> used <= LIMIT);
        assertThat(account.promised()).isZero();
        for (PackagedGateway gateway : gateways) {
            Eventually.holds("nothing is held", () -> metric(gateway, "holds") == 0);
            Eventually.holds(
                    "what is charged is what was generated",
                    () -> tokensUsed(gateway, round) == account.generated() && used(gateway, round, 1) == 0);
        }
    }

    private static void awaitAll(CountDownLatch ready) {
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String authorization(int round) {
        return "authorization: Bearer " + secret(round);
    }

    private static String chat(int round, Random random) {
        return "{\"model\":\"m-" + round + "\",\"stream\":" + random.nextBoolean() + ",\"max_tokens\":"
                + (1 + random.nextInt(60))
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello there\"}]}";
    }

    private static long tokensUsed(PackagedGateway gateway, int round) {
        return used(gateway, round, 0);
    }

    private static long used(PackagedGateway gateway, int round, int limit) {
        JsonNode usage = JsonMapper.shared()
                .readTree(gateway.get("/v1/usage", "authorization", "Bearer " + secret(round))
                        .body());
        return usage.path("limits").path(limit).path("used").asLong(-1);
    }
}
