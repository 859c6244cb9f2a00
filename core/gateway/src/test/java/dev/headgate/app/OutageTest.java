package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Reply;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Upstreams that are down for a while: in real time in a long run, which prints its figures, else twenty times as fast. */
final class OutageTest {
    private static final boolean LONG = Boolean.getBoolean("headgate.long");
    private static final int FASTER = LONG ? 1 : 20;
    private static final Reply DOWN = OpenAiReplies.error(503, "unavailable", "down");
    private static final Duration FIRST_WAIT = Duration.ofSeconds(5).dividedBy(FASTER);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30).dividedBy(FASTER);
    private static final String BREAKER =
            "breaker: { open: %dms..%dms }".formatted(FIRST_WAIT.toMillis(), LONGEST_WAIT.toMillis());

    /** Blocks until the time for the {@code n}th request of so many in a second. */
    private static void pace(long begun, int n, int perSecond) {
        long due = begun + n * TimeUnit.SECONDS.toNanos(1) / perSecond / FASTER;
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    @Test
    @Timeout(180)
    void a_minute_of_outage_is_served_by_the_next_and_ends_for_the_callers_when_it_ends() {
        try (var f = new Failover(BREAKER, "  m: { targets: [ a/x ], fallback: [ b/x ] }\n")) {
            f.a.always(DOWN);
            Duration outage = Duration.ofMinutes(1).dividedBy(FASTER);
            long begun = System.nanoTime();
            int asked = 0;
            for (; since(begun).compareTo(outage) < 0; asked++) {
                pace(begun, asked, 5);
                assertThat(f.stream("m").chat().text()).isEqualTo("from b");
            }
            int attempts = f.a.requests();
            long intervals = since(begun).dividedBy(FIRST_WAIT);
            assertThat(attempts).isBetween(5, (int) (5 + intervals));
            f.a.always(OpenAiReplies.chatStream("back"));
            long well = System.nanoTime();
            for (int n = 0; !f.stream("m").chat().text().equals("back"); n++) {
                pace(well, n, 5);
                assertThat(since(begun)).isLessThan(Duration.ofSeconds(150));
            }
            Duration back = since(well);
            System.out.printf(
                    "outage of %d s: %d requests, all answered, %d attempts at what was down, back after %d ms%n",
                    outage.toSeconds(), asked, attempts, back.toMillis());
            if (LONG) {
                assertThat(back).isLessThan(LONGEST_WAIT.plusSeconds(1));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(f.stream("m").chat().text()).isEqualTo("back");
            }
        }
    }

    @Test
    @Timeout(180)
    void when_everything_is_down_callers_are_told_within_milliseconds() throws InterruptedException {
        try (var f = new Failover(BREAKER, "  m: { targets: [ a/x ], fallback: [ b/x, c/x ] }\n")) {
            f.every(u -> u.keeping(1).always(DOWN));
            for (int i = 0; i < 20; i++) {
                assertThat(f.stream("m").status()).isIn(502, 503);
            }
            Queue<Long> nanos = new ConcurrentLinkedQueue<>();
            Queue<Answer> wrong = new ConcurrentLinkedQueue<>();
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 8; i++) {
                    callers.execute(() -> complain(f, nanos, wrong));
                }
            }
            assertThat(wrong.stream().map(Answer::status)).as("probes").allMatch(s -> s == 502);
            List<Long> sorted = nanos.stream().sorted().toList();
            assertThat(sorted).hasSizeGreaterThan(8 * answers() / 2);
            Duration p99 = Duration.ofNanos(sorted.get(sorted.size() * 99 / 100));
            System.out.printf(
                    "%,d answers 503: p50 %.2f ms, p99 %.2f ms, most %.2f ms%n",
                    sorted.size(), sorted.get(sorted.size() / 2) / 1e6, p99.toNanos() / 1e6, sorted.getLast() / 1e6);
            if (LONG) {
                assertThat(p99).isLessThan(Duration.ofMillis(50));
            }
        }
    }

    private static int answers() {
        return LONG ? 2500 : 50;
    }

    private static void complain(Failover f, Queue<Long> nanos, Queue<Answer> others) {
        try (RawClient client = RawClient.connect(f.gateway.url().toString())) {
            for (int i = 0; i < answers(); i++) {
                long asked = System.nanoTime();
                Answer answer =
                        client.post("/v1/chat/completions", Pair.streamed("m")).read();
                if (answer.status() == 503 && !answer.header("retry-after").isEmpty()) {
                    nanos.add(System.nanoTime() - asked);
                } else {
                    others.add(answer);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "on"})
    @Timeout(180)
    void in_an_outage_the_upstream_sees_no_more_than_a_fifth_on_top(String breaker) {
        try (var f = new Failover("breaker: " + breaker, "  m: { targets: [ a/x ] }\n")) {
            f.a.keeping(1).always(OpenAiReplies.error(500, "server_error", "no"));
            int requests = 200 * 30 / FASTER;
            Queue<Integer> statuses = new ConcurrentLinkedQueue<>();
            long begun = System.nanoTime();
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < requests; i++) {
                    pace(begun, i, 200);
                    callers.execute(() -> statuses.add(f.stream("m").status()));
                }
            }
            assertThat(statuses).hasSize(requests).allMatch(s -> s == 502 || s == 503);
            System.out.printf(
                    "breaker %s: %d requests in %d ms, %.3f attempts each%n",
                    breaker, requests, since(begun).toMillis(), (double) f.a.requests() / requests);
            assertThat(f.a.requests()).isLessThanOrEqualTo((int) (requests * 1.2) + 3);
        }
    }
}
