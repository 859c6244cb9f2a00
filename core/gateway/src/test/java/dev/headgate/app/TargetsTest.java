package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which targets are asked, in which order and how often. */
final class TargetsTest {
    private final FakeUpstream a = new FakeUpstream();
    private final FakeUpstream b = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start("""
            upstreams:
              a: { provider: openai-compatible, base-url: "%s", breaker: off }
              b: { provider: openai-compatible, base-url: "%s", breaker: off }
            models:
              a-alone: { targets: [ a/real ], retry: { attempts: 3, backoff: 1ms..20ms } }
              both: { targets: [ a/real, b/real ], retry: { attempts: 2, backoff: 1ms..20ms } }
              weighted: { policy: weighted, targets: [ { to: a/real, weight: 3 }, { to: b/real, weight: 1 } ] }
              gpt-guarded: { targets: [ a/secret-model ], fallback: [ b/gpt-open ], retry: { attempts: 1 } }
              gpt-hidden: a/secret-model
              "up/*": a/*
              "gpt-*": b/*
            teams:
              narrow: { models: [ both, "gpt-*" ] }
              default: {}
            keys:
              - { name: n, team: narrow, secret: "9f2c71d06be84a35" }
              - { name: d, team: default, secret: "c40a7be915d3286f" }
            """.formatted(a.url(), b.url()));

    @BeforeEach
    void answer() {
        a.always(OpenAiReplies.chat("from a"));
        b.always(OpenAiReplies.chat("from b"));
    }

    @AfterEach
    void close() {
        a.close();
        b.close();
        gateway.close();
    }

    private HttpResponse<String> ask(String model) {
        return ask(model, "c40a7be915d3286f");
    }

    private HttpResponse<String> ask(String model, String key) {
        return gateway.post("/v1/chat/completions", Pair.chat(model), "authorization", "Bearer " + key);
    }

    private void asked(int timesA, int timesB) {
        assertThat(a.received()).hasSize(timesA);
        assertThat(b.received()).hasSize(timesB);
    }

    private static final Reply BROKEN = OpenAiReplies.error(500, "x", "broken");

    @Test
    void one_failure_is_not_noticed() {
        for (Reply once :
                List.of(BROKEN, Reply.resetting(), OpenAiReplies.chat("x").cutAfter(9))) {
            a.script(once);
            assertThat(ask("a-alone").body()).contains("from a");
        }
        asked(6, 0);
    }

    @Test
    void a_target_is_tried_as_often_as_configured_and_then_the_next() {
        a.always(BROKEN);
        HttpResponse<String> answer = ask("both");
        assertThat(answer.body()).contains("from b");
        assertThat(answer.headers().firstValue("x-headgate-attempts").orElseThrow())
                .matches("a;500;\\d+ms, a;500;\\d+ms, b;200;\\d+ms");
        asked(2, 1);
        b.always(BROKEN);
        assertThat(ask("both").statusCode()).isEqualTo(502);
        asked(4, 3);
    }

    @Test
    void in_an_outage_few_requests_are_sent_twice() {
        a.always(BROKEN);
        for (int i = 0; i < 100; i++) {
            assertThat(ask("a-alone").statusCode()).isEqualTo(502);
        }
        assertThat(a.received().size())
                .as("a fifth more, and the three that are free")
                .isBetween(118, 120);
    }

    @Test
    void a_throttled_target_is_left_for_the_next_at_once() {
        a.always(OpenAiReplies.error(429, "rate_limit_exceeded", "slow").header("retry-after", "20"));
        assertThat(ask("both").body()).contains("from b");
        asked(1, 1);
    }

    @Test
    void a_throttled_target_without_another_is_waited_for() {
        a.script(OpenAiReplies.error(429, "rate_limit_exceeded", "slow").header("Retry-After", "0.7"));
        assertThat(ask("a-alone").body()).contains("from a");
        List<Received> received = a.received();
        Duration gap = Duration.between(
                received.get(received.size() - 2).at(), received.getLast().at());
        assertThat(gap).isBetween(Duration.ofMillis(690), Duration.ofSeconds(3));
    }

    @Test
    void a_wait_that_is_too_long_is_the_callers() {
        a.always(OpenAiReplies.error(429, "rate_limit_exceeded", "slow").header("retry-after", "3600"));
        HttpResponse<String> answer = ask("a-alone");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("retry-after")).contains("3600");
        answer = ask("a-alone");
        assertThat(answer.statusCode()).as("nobody asks before the time").isEqualTo(429);
        assertThat(answer.headers().firstValueAsLong("retry-after").orElseThrow())
                .isBetween(3590L, 3600L);
        asked(1, 0);
    }

    @Test
    void a_rejection_is_final() {
        for (int status : new int[] {400, 404, 409, 413, 422}) {
            a.script(OpenAiReplies.error(status, "context_length_exceeded", "too long"));
            HttpResponse<String> answer = ask("both");
            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(answer.body()).isEqualTo(OpenAiReplies.errorBody(status, "context_length_exceeded", "too long"));
        }
        asked(5, 0);
    }

    @Test
    void a_bad_credential_is_not_tried_twice() {
        a.always(OpenAiReplies.error(401, "invalid_api_key", "no"));
        assertThat(ask("both").body()).contains("from b");
        asked(1, 1);
        HttpResponse<String> alone = ask("a-alone");
        assertThat(alone.statusCode()).as("left alone for a while").isEqualTo(503);
        assertThat(alone.headers().firstValueAsLong("retry-after").orElseThrow())
                .isBetween(55L, 60L);
        asked(1, 1);
        assertThat(gateway.metrics()).contains("headgate_credentials_refused_total{upstream=\"a\"} 1.0");
        assertThat(gateway.metrics()).contains("headgate_upstream_unusable_credentials{upstream=\"a\"} 1.0");
    }

    @Test
    void weights_share_the_traffic() {
        for (int i = 0; i < 200; i++) {
            assertThat(ask("weighted").statusCode()).isEqualTo(200);
        }
        asked(150, 50);
    }

    @Test
    void names_are_kept_behind_prefixes() {
        Map<String, String> seen = Map.of("up/mini-1", "mini-1", "up/x/y:z", "x/y:z");
        seen.forEach((asked, arrives) -> {
            assertThat(ask(asked).body()).contains("from a");
            assertThat(a.received().getLast().body().text()).isEqualTo(Pair.chat(arrives));
        });
        assertThat(ask("gpt-4o").body()).contains("from b");
        assertThat(b.received().getLast().body().text()).isEqualTo(Pair.chat("gpt-4o"));
    }

    @Test
    void what_a_team_may_not_use_does_not_exist_for_it() {
        String narrow = "9f2c71d06be84a35";
        HttpResponse<String> unknown = ask("no-such-model", narrow);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("\"code\":\"model_not_found\"");
        for (String model : List.of("a-alone", "weighted", "up/large", "gpt-hidden")) {
            HttpResponse<String> answer = ask(model, narrow);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(answer.body()).isEqualTo(unknown.body().replace("no-such-model", model));
        }
        asked(0, 0);
        assertThat(ask("both", narrow).body())
                .as("granted by name, with its targets")
                .contains("from a");
        assertThat(ask("gpt-4o", narrow).body()).contains("from b");
        assertThat(ask("gpt-guarded", narrow).body())
                .as("only what the prefix covers")
                .contains("from b");
        asked(1, 2);
    }
}
