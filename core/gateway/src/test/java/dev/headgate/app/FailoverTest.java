package dev.headgate.app;

import static dev.headgate.app.Failover.trail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows a failed attempt: a wait, another credential, another target, another model, or the end. */
final class FailoverTest {
    private static final Reply THROTTLED = OpenAiReplies.error(429, "rate_limit_exceeded", "slow down");

    private static Duration gap(List<Received> received) {
        return Duration.between(
                received.get(received.size() - 2).at(), received.getLast().at());
    }

    @ParameterizedTest
    @CsvSource({"retry-after, 1", "retry-after-ms, 1000", "x-ratelimit-reset-requests, 1s"})
    void a_wait_that_is_asked_for_is_kept_and_the_target_stays(String header, String value) {
        try (var f = Failover.of("  m: { targets: [ a/x ], fallback: [ b/x ] }\n")) {
            f.a.script(THROTTLED.header(header, value));
            assertThat(f.stream("m").chat().text()).isEqualTo("from a");
            assertThat(f.a.received()).hasSize(2);
            assertThat(gap(f.a.received())).isBetween(Duration.ofMillis(990), Duration.ofSeconds(3));
            assertThat(f.b.received()).isEmpty();
        }
    }

    @Test
    void a_wait_that_is_too_long_is_not_waited_and_nobody_asks_before_its_end() {
        try (var f = Failover.of("  m: { targets: [ a/x ], fallback: [ b/x ], retry: { max-wait: 2s } }\n")) {
            f.a.always(THROTTLED.header("retry-after", "3"));
            for (int i = 0; i < 10; i++) {
                assertThat(f.stream("m").chat().text()).isEqualTo("from b");
            }
            assertThat(f.a.received()).hasSize(1);
        }
    }

    @Test
    void a_wait_beyond_the_callers_deadline_is_not_waited() {
        try (var f = Failover.of("  m: { targets: [ a/x ], fallback: [ b/x ] }\n")) {
            f.a.always(THROTTLED.header("retry-after", "4"));
            assertThat(trail(f.stream("m", "x-request-timeout: 3"))).isEqualTo("a;429 b;200");
        }
    }

    @Test
    void throttling_without_end_is_left_after_a_few_attempts() {
        try (var f = Failover.of("  m: { targets: [ a/x ], fallback: [ b/x ], retry: { attempts: 4 } }\n")) {
            f.a.always(THROTTLED);
            Instant begun = Instant.now();
            assertThat(f.stream("m").chat().text()).isEqualTo("from b");
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(3));
            assertThat(f.a.received().size()).isLessThanOrEqualTo(4);
        }
    }

    @Test
    void throttled_alone_it_is_asked_again_with_a_backoff() {
        try (var f = Failover.of("  m: { targets: [ a/x ], retry: { attempts: 3, backoff: 1ms..10ms } }\n")) {
            f.a.script(THROTTLED, THROTTLED);
            assertThat(trail(f.stream("m"))).isEqualTo("a;429 a;429 a;200");
        }
    }

    @Test
    void a_failing_upstream_costs_nothing_and_the_answer_names_its_target() {
        try (var f = Failover.of("  m: { targets: [ a/x ], fallback: [ b/y ], retry: { attempts: 1 } }\n")) {
            f.a.always(OpenAiReplies.error(503, "unavailable", "busy"));
            Answer answer = f.stream("m");
            assertThat(answer.chat().text()).isEqualTo("from b");
            assertThat(answer.header("x-headgate-upstream")).isEqualTo("b");
            f.gateway.close();
            assertThat(f.gateway.accessLog())
                    .contains("m → b status=200 attempts=2(a 503 ", ", b ok ", " in=3 out=4")
                    .doesNotContain("in=6");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_silent_upstream_is_asked_once_and_left_in_time(boolean streaming) {
        try (var f = Failover.of(
                "  m: { targets: [ a/x ], fallback: [ b/x ], timeouts: { first-token: 300ms, answer: 300ms } }\n")) {
            f.a.always(Reply.never());
            f.b.always(OpenAiReplies.chat("rescued"));
            Instant begun = Instant.now();
            if (streaming) {
                f.b.always(OpenAiReplies.chatStream("rescued"));
            }
            Answer answer = f.ask(streaming ? Pair.streamed("m") : Pair.chat("m"));
            assertThat(answer.chat().text()).isEqualTo("rescued");
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofMillis(1_300));
            assertThat(f.a.received()).hasSize(1);
            assertThat(trail(answer)).isEqualTo("a;timeout b;200");
        }
    }

    @Test
    void a_late_first_token_is_as_bad_as_none() {
        try (var f = Failover.of("  m: { targets: [ a/x ], fallback: [ b/x ], timeouts: { first-token: 300ms } }\n")) {
            String pings = ": ping\n\n" + Reply.event(OpenAiReplies.roleChunk());
            f.a.always(Reply.of(200)
                    .header("content-type", "text/event-stream")
                    .chunked()
                    .trickling(pings.getBytes(java.nio.charset.StandardCharsets.UTF_8), 100, Duration.ofMillis(50)));
            assertThat(trail(f.stream("m"))).isEqualTo("a;timeout b;200");
        }
    }

    @Test
    void no_attempt_begins_after_the_callers_deadline() {
        try (var f = new Failover(
                "breaker: off",
                "  m: { targets: [ a/x ], fallback: [ b/x, c/x ], retry: { attempts: 5, backoff: 300ms..600ms } }\n")) {
            f.every(u -> u.always(OpenAiReplies.error(500, "x", "broken")));
            for (int i = 0; i < 5; i++) {
                Instant begun = Instant.now();
                assertThat(f.stream("m", "x-request-timeout: 400ms").status()).isIn(502, 504);
                // Tried to their ends the targets would take seconds.
                Instant latest = begun.plusMillis(650);
                f.every(u -> assertThat(u.received())
                        .allSatisfy(r -> assertThat(r.at()).isBefore(latest)));
            }
        }
    }

    @Test
    void the_callers_deadline_bounds_a_stream_that_has_begun() {
        try (var f = Failover.of("  m: a/x\n")) {
            String event = Reply.event(OpenAiReplies.textChunk("word "));
            f.a.always(Reply.of(200)
                    .header("content-type", "text/event-stream")
                    .chunked()
                    .trickling(event.getBytes(java.nio.charset.StandardCharsets.UTF_8), 200, Duration.ofMillis(20)));
            Instant begun = Instant.now();
            Answer answer = f.stream("m", "x-request-timeout: 400ms");
            assertThat(Duration.between(begun, Instant.now())).isBetween(Duration.ofMillis(390), Duration.ofSeconds(2));
            assertThat(answer.text()).contains("upstream_stream_incomplete").doesNotContain("[DONE]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "-1", "0", "1e3", "5 s", "30sec", "0.0001ms", "NaN"})
    void a_deadline_that_is_no_time_is_refused(String header) {
        try (var f = Failover.of("  m: a/x\n")) {
            Answer answer = f.stream("m", "x-request-timeout: " + header);
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.json().path("error").path("param").asString()).isEqualTo("x-request-timeout");
            assertThat(f.a.received()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, context_length_exceeded, large",
        "400, content_filter,          lenient",
        "400, invalid_value,           ",
    })
    void a_refusal_goes_to_the_model_that_is_there_for_it(int status, String code, String rescuer) {
        try (var f = Failover.of("""
                  m:
                    targets: [ a/small ]
                    fallback: [ b/spare, { to: c/large, on: context-window }, { to: c/lenient, on: content-filter } ]
                  bare: { targets: [ a/small ], fallback: [ b/spare ] }
                """)) {
            f.a.always(OpenAiReplies.error(status, code, "no"));
            Answer answer = f.stream("m");
            if (rescuer == null) {
                assertThat(answer.status()).isEqualTo(status);
                assertThat(f.c.received()).isEmpty();
            } else {
                assertThat(trail(answer)).isEqualTo("a;400 c;200");
                assertThat(f.c.received().getLast().body().text()).contains("\"model\":\"" + rescuer + "\"");
            }
            assertThat(f.a.received()).as("never the same again").hasSize(1);
            assertThat(f.stream("bare").status()).isEqualTo(status);
            assertThat(f.b.received()).isEmpty();
        }
    }

    @Test
    void a_refusal_is_the_answer_when_the_model_that_is_there_for_it_cannot_be_asked() {
        try (var f = new Failover(
                "breaker: { minimum-calls: 1, window: 1 }",
                "  m: { targets: [ a/x ], fallback: [ { to: b/large, on: context-window } ] }\n  b: { targets: [ b/large ], retry: { attempts: 1 } }\n")) {
            f.a.always(OpenAiReplies.error(400, "context_length_exceeded", "too long"));
            f.b.always(OpenAiReplies.error(500, "x", "broken"));
            assertThat(f.stream("b").status()).isEqualTo(502);
            assertThat(f.stream("m").status()).isEqualTo(400);
            assertThat(f.b.received()).hasSize(1);
        }
    }

    @Test
    void another_credential_takes_over_at_once() {
        try (var f = new Failover("api-keys: [ first-key-1, second-key-2 ]", "  m: { targets: [ a/x ] }\n")) {
            f.a.when(r -> r.header("authorization").endsWith("first-key-1"), THROTTLED.header("retry-after", "3600"));
            for (int i = 0; i < 10; i++) {
                assertThat(f.stream("m").chat().text()).isEqualTo("from a");
            }
            assertThat(f.a.received())
                    .filteredOn(r -> r.header("authorization").endsWith("first-key-1"))
                    .as("asked once and then left alone")
                    .hasSize(1);
            f.a.when(r -> r.header("authorization").endsWith("second-key-2"), OpenAiReplies.error(401, "x", "no"));
            Answer answer = f.stream("m");
            assertThat(answer.status()).isEqualTo(502);
            assertThat(f.stream("m").status()).as("never the caller's own 401").isEqualTo(429);
        }
    }

    @Test
    void a_refused_credential_is_benched_while_the_other_works() {
        try (var f = new Failover("api-keys: [ first-key-1, second-key-2 ]", "  m: { targets: [ a/x ] }\n")) {
            f.a.when(
                    r -> r.header("authorization").endsWith("first-key-1"),
                    OpenAiReplies.error(401, "invalid_api_key", "no"));
            for (int i = 0; i < 10; i++) {
                assertThat(f.stream("m").status()).isEqualTo(200);
            }
            assertThat(f.a.received()).hasSize(11);
            assertThat(f.metric("headgate_credentials_refused_total{upstream=\"a\"}"))
                    .isEqualTo(1);
        }
    }
}
