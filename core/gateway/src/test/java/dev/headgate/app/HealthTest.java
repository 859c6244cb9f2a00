package dev.headgate.app;

import static dev.headgate.app.Failover.trail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When an upstream that fails is left alone, what callers see meanwhile, and how it comes back. */
final class HealthTest {
    private static final Reply BROKEN = OpenAiReplies.error(503, "unavailable", "down");
    private static final String TRY_ONCE = """
              m: { targets: [ a/x ], fallback: [ b/x ], retry: { attempts: 1 } }
              alone: { targets: [ a/x ], retry: { attempts: 1 }, timeouts: { first-token: 200ms } }
            """;

    @Test
    void a_flapping_upstream_is_left_probed_by_one_call_at_a_time_and_taken_back() {
        Duration open = Duration.ofMillis(250);
        try (var f = new Failover("breaker: { open: 250ms..250ms }", TRY_ONCE)) {
            f.a.always(BROKEN);
            Instant begun = Instant.now();
            for (int i = 0; i < 400 && Instant.now().isBefore(begun.plusSeconds(3)); i++) {
                assertThat(f.stream("m").chat().text()).isEqualTo("from b");
            }
            long probes = Duration.between(begun, Instant.now()).dividedBy(open);
            assertThat(f.a.received().size())
                    .as("five until it opens, then one for each wait")
                    .isBetween(5, (int) (5 + probes));
            f.a.always(OpenAiReplies.chatStream("back"));
            Instant recovered = Instant.now();
            while (!f.stream("m").chat().text().equals("back")) {
                assertThat(Instant.now()).isBefore(recovered.plusSeconds(5));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(f.stream("m").chat().text()).isEqualTo("back");
            }
        }
    }

    @Test
    void when_all_are_left_alone_the_caller_is_told_at_once_when_to_come_back() {
        try (var f = Failover.of(TRY_ONCE)) {
            f.every(u -> u.always(BROKEN));
            for (int i = 0; i < 5; i++) {
                assertThat(f.stream("m").status()).isEqualTo(502);
            }
            int asked = f.a.received().size() + f.b.received().size();
            for (int i = 0; i < 50; i++) {
                Answer answer = f.stream("m");
                assertThat(answer.status()).isEqualTo(503);
                assertThat(Integer.parseInt(answer.header("retry-after"))).isBetween(1, 5);
                assertThat(answer.json().path("error").path("code").asString()).isEqualTo("overloaded");
            }
            assertThat(f.a.received().size() + f.b.received().size()).isEqualTo(asked);
            assertThat(f.metric("headgate_upstream_unusable_credentials{upstream=\"a\"}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void half_open_lets_one_of_many_through() throws Exception {
        try (var f = new Failover("breaker: { open: 300ms..300ms }", TRY_ONCE);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            f.a.always(BROKEN);
            for (int i = 0; i < 5; i++) {
                f.stream("m");
            }
            f.a.always(Reply.never());
            Instant open = Instant.now();
            while (Instant.now().isBefore(open.plusMillis(320))) {
                Thread.onSpinWait();
            }
            var asked = new ArrayList<CompletableFuture<String>>();
            for (int i = 0; i < 20; i++) {
                asked.add(CompletableFuture.supplyAsync(() -> trail(f.stream("m", "x-request-timeout: 1")), clients));
            }
            List<String> trails = new ArrayList<>();
            for (CompletableFuture<String> trail : asked) {
                trails.add(trail.get());
            }
            assertThat(f.a.received()).as("one probe").hasSize(6);
            assertThat(trails).filteredOn("b;200"::equals).hasSize(19);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 413, 422})
    void refused_requests_say_nothing_about_health(int status) {
        try (var f = Failover.of(TRY_ONCE)) {
            f.a.always(OpenAiReplies.error(status, "invalid_value", "no"));
            for (int i = 0; i < 30; i++) {
                assertThat(f.stream("m").status()).isEqualTo(status);
            }
            assertThat(f.a.received()).hasSize(30);
        }
    }

    @Test
    void callers_who_leave_say_nothing_about_health() {
        try (var f = Failover.of("  m: { targets: [ a/x ] }\n")) {
            f.a.always(Reply.never());
            for (int i = 0; i < 15; i++) {
                try (RawClient client = RawClient.connect(f.gateway.url().toString())) {
                    client.post("/v1/chat/completions", Pair.streamed("m"));
                    f.a.await(i + 1);
                    client.reset();
                    f.a.received().getLast().awaitAborted();
                }
            }
            f.a.always(OpenAiReplies.chatStream("well"));
            assertThat(f.stream("m").chat().text()).isEqualTo("well");
        }
    }

    @Test
    void streams_that_break_off_and_answers_that_never_come_count() {
        for (Reply fault :
                List.of(Reply.never(), OpenAiReplies.chatStream("half", "way").resetAfter(500))) {
            try (var f = Failover.of(TRY_ONCE)) {
                f.a.always(fault);
                for (int i = 0; i < 12; i++) {
                    f.stream("alone");
                }
                assertThat(f.a.received().size()).isBetween(3, 6);
                assertThat(f.stream("alone").status()).isEqualTo(503);
            }
        }
    }

    @Test
    void explain_tells_how_targets_stand_now() {
        try (var f = Failover.of(TRY_ONCE)) {
            f.a.always(BROKEN);
            for (int i = 0; i < 6; i++) {
                f.stream("m");
            }
            String told = f.explain("m");
            assertThat(told).contains("\"outcome\" : \"asks b/x\"", "\"state\" : \"open\"", "\"state\" : \"ready\"");
            assertThat(told.indexOf("\"to\" : \"b/x\"")).isLessThan(told.indexOf("\"to\" : \"a/x\""));
            assertThat(
                            f.metric(
                                    "headgate_failed_attempt_duration_seconds_count{outcome=\"upstream_failed\",upstream=\"a\"}"))
                    .isEqualTo(5);
            assertThat(f.explain("alone")).contains("\"outcome\" : \"503 no_target\"");
            assertThat(f.explain("nothing")).contains("\"outcome\" : \"404 model_not_found\"");
        }
    }
}
