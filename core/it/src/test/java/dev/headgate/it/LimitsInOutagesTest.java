package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.CutProxy;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.RedisProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two gateways that hold one limit in a Redis, which fails them: it is frozen, restarted, cut off from one of them, robbed of
 * its scripts. Callers come at a steady rate all the while. In a long run an outage takes 30 s, and what answers took is
 * printed.
 */
final class LimitsInOutagesTest {
    private static final boolean LONG = Boolean.getBoolean("headgate.long");
    private static final Duration OUTAGE = LONG ? Duration.ofSeconds(30) : Duration.ofSeconds(2);
    private static final int PER_SECOND = LONG ? 100 : 50;
    private static final String SECRET = "a-callers-own-key-0";
    private static final String CHAT = "{\"model\":\"m\",\"max_tokens\":100,\"messages\":[]}"
            .replace("[]", "[{\"role\":\"user\",\"content\":\"hello there\"}]");

    private final FakeUpstream upstream = new FakeUpstream().keeping(1).always(OpenAiReplies.chat("ok", 8, 92));
    private final RedisProcess redis = RedisProcess.start();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        redis.thaw();
        for (AutoCloseable each : open) {
            each.close();
        }
        redis.close();
        upstream.close();
    }

    /** A gateway that finds its Redis here, under a limit that so many requests use up. */
    private PackagedGateway gateway(String redisUrl, int requests) {
        // Patient, so that a busy machine does not look like an outage.
        return gateway(redisUrl, requests, "1s");
    }

    private PackagedGateway gateway(String redisUrl, int requests, String timeLimit) {
        PackagedGateway gateway =
                PackagedGateway.start("""
                upstreams: { up: { provider: openai-compatible, base-url: "%s" } }
                models: { m: up/m }
                state: { redis: { url: "%s", time-limit: %s, replicas: 2 } }
                filters: [ { rate-limit: { each-team: { requests: %d/1000day, concurrent: 1000 } } } ]
                teams: { a: {} }
                keys: [ { name: k, team: a, secret: %s } ]
                """.formatted(upstream.url(), redisUrl, timeLimit, requests, SECRET));
        open.add(gateway);
        return gateway;
    }

    private static void awaitShared(PackagedGateway... gateways) {
        Eventually.holds(
                "both use it",
                () -> List.of(gateways).stream()
                        .allMatch(g -> ManyClientsTest.metric(g, "state_replicas") == 2
                                && ManyClientsTest.metric(g, "state_local") == 0));
    }

    /** Callers at a steady rate, at one gateway and the other in turn, and what they got. */
    private static final class Callers implements AutoCloseable {
        private final List<RawClient> clients;
        private final List<Long> nanos = new ArrayList<>();
        private final List<Answer> answers = new ArrayList<>();
        private long due = System.nanoTime();

        Callers(PackagedGateway... gateways) {
            clients = List.of(gateways).stream()
                    .map(g -> RawClient.connect(g.url()))
                    .toList();
        }

        void call(Duration time) {
            for (long i = 0; i < time.toMillis() * PER_SECOND / 1000; i++) {
                due += TimeUnit.SECONDS.toNanos(1) / PER_SECOND;
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                call();
            }
        }

        Answer call() {
            RawClient client = clients.get(answers.size() % clients.size());
            long asked = System.nanoTime();
            Answer answer = client.post("/v1/chat/completions", CHAT, "authorization: Bearer " + SECRET)
                    .read();
            nanos.add(System.nanoTime() - asked);
            answers.add(answer);
            return answer;
        }

        /** How many were let through; any other answer than that and a refusal is an error. */
        long admitted() {
            assertThat(Set.copyOf(answers.stream().map(Answer::status).toList()))
                    .isSubsetOf(200, 429);
            return answers.stream().filter(a -> a.status() == 200).count();
        }

        void print(String when, int from) {
            List<Long> sorted =
                    nanos.subList(from, nanos.size()).stream().sorted().toList();
            System.out.printf(
                    "%s: %d answers, p50 %.1f ms, p99 %.1f ms, longest %.1f ms, %d let through%n",
                    when,
                    sorted.size(),
                    sorted.get(sorted.size() / 2) / 1e6,
                    sorted.get(sorted.size() * 99 / 100) / 1e6,
                    sorted.getLast() / 1e6,
                    answers.subList(from, answers.size()).stream()
                            .filter(a -> a.status() == 200)
                            .count());
        }

        int size() {
            return answers.size();
        }

        @Override
        public void close() {
            clients.forEach(RawClient::close);
        }
    }

    @Test
    @Timeout(180)
    void a_frozen_server_fails_no_request_and_lets_no_more_through_than_the_limit() {
        int limit = (int) (OUTAGE.toMillis() * PER_SECOND / 1000 / 2);
        PackagedGateway a = gateway(redis.url(), limit, LONG ? "50ms" : "1s");
        PackagedGateway b = gateway(redis.url(), limit, LONG ? "50ms" : "1s");
        awaitShared(a, b);
        try (var callers = new Callers(a, b)) {
            for (int i = 0; i < 10; i++) {
                callers.call();
            }
            if (LONG) {
                callers.call(Duration.ofSeconds(3));
                callers.print("shared", 10);
                awaitShared(a, b);
            }
            int before = callers.size();
            long outagesOfA = ManyClientsTest.metric(a, "state_outages_total");
            long outagesOfB = ManyClientsTest.metric(b, "state_outages_total");
            redis.freeze();
            callers.call(OUTAGE);
            redis.thaw();
            callers.print("frozen", before);
            // Only calls that were under way waited; whoever comes later is answered from the gateway's own share.
            assertThat(ManyClientsTest.metric(a, "state_outages_total")).isEqualTo(outagesOfA + 1);
            assertThat(ManyClientsTest.metric(b, "state_outages_total")).isEqualTo(outagesOfB + 1);
            assertThat(callers.answers.subList(before, callers.size()))
                    .allSatisfy(answer ->
                            assertThat(answer.header("x-headgate-limits")).isEqualTo("local share, one of 2"));
            assertThat(callers.admitted()).isBetween(limit * 8L / 10, (long) limit);
            a.process().awaitErr("holds 1/2 of every limit");
            long thawed = System.nanoTime();
            awaitShared(a, b);
            System.out.printf("shared again after %d ms%n", (System.nanoTime() - thawed) / 1_000_000);
            // What both let through alone is told, so the limit is spent for both.
            Eventually.holds(
                    "all is told",
                    () -> ManyClientsTest.metric(a, "state_unsettled") == 0
                            && ManyClientsTest.metric(b, "state_unsettled") == 0);
            for (int i = 0; i < limit; i++) {
                callers.call();
            }
            assertThat(callers.admitted()).isLessThanOrEqualTo(limit);
        }
    }

    @Test
    @Timeout(180)
    void a_server_that_is_restarted_without_its_data_does_not_open_the_limit_anew() {
        int limit = 60;
        PackagedGateway a = gateway(redis.url(), limit);
        PackagedGateway b = gateway(redis.url(), limit);
        awaitShared(a, b);
        try (var callers = new Callers(a, b)) {
            for (int i = 0; i < 40; i++) {
                callers.call();
            }
            redis.kill();
            for (int i = 0; i < 10; i++) {
                callers.call();
            }
            redis.startAgain();
            awaitShared(a, b);
            Eventually.holds(
                    "all is told",
                    () -> ManyClientsTest.metric(a, "state_unsettled") == 0
                            && ManyClientsTest.metric(b, "state_unsettled") == 0);
            for (int i = 0; i < 60; i++) {
                callers.call();
            }
            assertThat(callers.admitted()).isBetween(50L, (long) limit);
        }
    }

    @Test
    @Timeout(180)
    void a_gateway_that_is_cut_off_adds_no_more_than_its_share() {
        int limit = 60;
        try (CutProxy proxy = CutProxy.before("http://127.0.0.1:" + redis.port())) {
            PackagedGateway cutOff = gateway("redis://127.0.0.1:" + proxy.port(), limit);
            PackagedGateway other = gateway(redis.url(), limit);
            awaitShared(cutOff, other);
            try (var callers = new Callers(cutOff, other)) {
                for (int i = 0; i < 20; i++) {
                    callers.call();
                }
                // Connections are taken and lead nowhere, as those through a lost network.
                proxy.toUpstream().stallAfter(0);
                proxy.resetAll();
                callers.call(OUTAGE);
                assertThat(callers.admitted()).isBetween((long) limit, (long) limit + limit / 2);
                assertThat(ManyClientsTest.metric(other, "state_outages_total")).isZero();
                proxy.heal();
                proxy.resetAll();
                long healed = System.nanoTime();
                awaitShared(cutOff, other);
                System.out.printf("shared again after %d ms%n", (System.nanoTime() - healed) / 1_000_000);
                long before = callers.admitted();
                Eventually.holds("all is told", () -> ManyClientsTest.metric(cutOff, "state_unsettled") == 0);
                callers.call();
                callers.call();
                assertThat(callers.admitted()).isEqualTo(before);
            }
        }
    }

    @Test
    void scripts_that_are_flushed_time_and_again_open_nothing() {
        int limit = 30;
        PackagedGateway a = gateway(redis.url(), limit);
        PackagedGateway b = gateway(redis.url(), limit);
        awaitShared(a, b);
        try (var callers = new Callers(a, b)) {
            for (int i = 0; i < 60; i++) {
                assertThat(redis.command("SCRIPT", "FLUSH")).isEqualTo("+OK");
                callers.call();
            }
            assertThat(callers.admitted()).isEqualTo(limit);
            assertThat(ManyClientsTest.metric(a, "state_outages_total")).isZero();
            assertThat(ManyClientsTest.metric(b, "state_outages_total")).isZero();
        }
    }
}
