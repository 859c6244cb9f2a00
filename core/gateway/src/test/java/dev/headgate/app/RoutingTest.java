package dev.headgate.app;

import static dev.headgate.app.Failover.trail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.Reply;
import dev.headgate.testkit.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Policies, affinity, hedging and shadows, as callers and upstreams see them. */
final class RoutingTest {
    private static Reply slow(Duration first) {
        byte[] role = Reply.event(OpenAiReplies.roleChunk()).getBytes(StandardCharsets.UTF_8);
        return Reply.of(200)
                .header("content-type", "text/event-stream")
                .chunked()
                .trickling(role, 1, first)
                .then(Reply.event(OpenAiReplies.textChunk("slow"))
                        + Reply.event(OpenAiReplies.finishChunk("stop"))
                        + Reply.event("[DONE]"));
    }

    private static String conversation(int number, int turns) {
        var messages = new StringBuilder("{\"role\":\"system\",\"content\":\"be kind\"}");
        for (int i = 0; i < turns; i++) {
            messages.append(",{\"role\":\"user\",\"content\":\"question ")
                    .append(number)
                    .append(' ')
                    .append(i);
            messages.append("\"},{\"role\":\"assistant\",\"content\":\"answer ")
                    .append(i)
                    .append("\"}");
        }
        messages.append(",{\"role\":\"user\",\"content\":\"question ")
                .append(number)
                .append(' ')
                .append(turns);
        return "{\"model\":\"m\",\"stream\":true,\"messages\":[" + messages + "\"}]}";
    }

    @Test
    void weights_are_exact() {
        try (var f = Failover.of(
                "  m: { policy: weighted, targets: [ { to: a/x, weight: 7 }, { to: b/x, weight: 2 }, c/x ] }\n")) {
            for (int i = 0; i < 100; i++) {
                f.stream("m");
            }
            assertThat(f.a.received()).hasSize(70);
            assertThat(f.b.received()).hasSize(20);
            assertThat(f.c.received()).hasSize(10);
        }
    }

    @Test
    void the_quickest_gets_most_of_the_traffic_and_the_slowest_hardly_any() {
        try (var f = Failover.of("  m: { policy: least-latency, targets: [ a/x, b/x, c/x ] }\n")) {
            f.a.always(slow(Duration.ofMillis(300)));
            f.b.always(slow(Duration.ofMillis(120)));
            for (int i = 0; i < 60; i++) {
                f.stream("m");
            }
            assertThat(f.c.received().size()).isGreaterThan(25);
            assertThat(f.a.received().size()).isLessThan(8);
        }
    }

    @Test
    void the_least_busy_is_asked() {
        try (var f = Failover.of("  m: { policy: least-busy, targets: [ a/x, b/x ] }\n  hold: a/x\n")) {
            var step = new Step();
            f.a.script(Reply.sse(OpenAiReplies.roleChunk()).gate(step));
            try (var held =
                    dev.headgate.testkit.RawClient.connect(f.gateway.url().toString())) {
                held.post("/v1/chat/completions", Pair.streamed("hold"));
                f.a.await(1);
                for (int i = 0; i < 10; i++) {
                    assertThat(f.stream("m").chat().text()).isEqualTo("from b");
                }
                step.release();
            }
        }
    }

    @Test
    void the_cheapest_is_asked_and_steps_back_when_it_fails() {
        String models =
                "  m: { policy: cheapest, targets: [ dear/gpt-4o, cheap/gpt-4o-mini ], retry: { attempts: 1 } }\n";
        try (var dear = new FakeUpstream();
                var cheap = new FakeUpstream();
                TestGateway gateway = TestGateway.start("""
                        upstreams:
                          dear: { provider: openai, base-url: "%s", api-key: key-of-dear }
                          cheap: { provider: openai, base-url: "%s", api-key: key-of-cheap }
                        models:
                        %s""".formatted(dear.url(), cheap.url(), models))) {
            dear.always(OpenAiReplies.chat("dear"));
            cheap.always(OpenAiReplies.chat("cheap"));
            assertThat(gateway.post("/v1/chat/completions", Pair.chat("m")).body())
                    .contains("cheap");
            cheap.always(OpenAiReplies.error(500, "x", "broken"));
            assertThat(gateway.post("/v1/chat/completions", Pair.chat("m")).body())
                    .contains("dear");
        }
    }

    @Test
    void a_conversation_stays_where_it_began_and_leaves_only_when_it_must() {
        try (var f =
                Failover.of("  m: { affinity: conversation, targets: [ a/x, b/x, c/x ], retry: { attempts: 1 } }\n")) {
            Set<String> homes = new HashSet<>();
            for (int number = 0; number < 30; number++) {
                String home = f.ask(conversation(number, 0)).header("x-headgate-upstream");
                homes.add(home);
                for (int turns = 1; turns < 4; turns++) {
                    assertThat(f.ask(conversation(number, turns)).header("x-headgate-upstream"))
                            .isEqualTo(home);
                }
            }
            assertThat(homes).hasSize(3);
            f.a.always(OpenAiReplies.error(500, "x", "broken"));
            for (int number = 0; number < 30; number++) {
                assertThat(f.ask(conversation(number, 5)).status()).isEqualTo(200);
            }
            assertThat(f.a.received().stream()
                            .filter(r -> r.body().text().contains(" 5\"}]"))
                            .count())
                    .as("when it is known to be broken nobody is sent there")
                    .isLessThanOrEqualTo(6);
        }
    }

    @Test
    void a_late_stream_is_raced_by_another_target_within_the_share() {
        try (var f = Failover.of("  m: { targets: [ a/x, b/x ], hedge: { at-most: 10% } }\n")) {
            for (int i = 0; i < 40; i++) {
                f.stream("m");
            }
            assertThat(f.b.received()).as("nobody was late").hasSizeLessThan(4);
            f.a.always(Reply.never());
            int before = f.b.received().size();
            Answer answer = f.stream("m");
            assertThat(answer.chat().text()).isEqualTo("from b");
            assertThat(trail(answer)).isEqualTo("a;outrun b;200");
            assertThat(f.b.received()).hasSize(before + 1);
            f.a.received().getLast().awaitAborted();
            assertThat(f.metric("headgate_attempts_total{outcome=\"outrun\",upstream=\"a\"}"))
                    .isGreaterThanOrEqualTo(1);
        }
    }

    @Test
    void what_a_loser_has_used_is_counted_as_far_as_it_said_so() {
        try (var f = Failover.of("  m: { targets: [ a/x, b/x ], hedge: { at-most: 10% } }\n")) {
            for (int i = 0; i < 40; i++) {
                f.stream("m");
            }
            f.a.always(Reply.sse(OpenAiReplies.roleChunk(), OpenAiReplies.usageChunk(70, 0))
                    .gate(new Step()));
            assertThat(trail(f.stream("m"))).isEqualTo("a;outrun b;200");
            assertThat(f.metric("headgate_lost_tokens_total{direction=\"input\",route=\"m\",upstream=\"a\"}"))
                    .isEqualTo(70);
        }
    }

    @Test
    void a_shadow_sees_the_request_and_nobody_sees_the_shadow() {
        try (var f = Failover.of("  m: { targets: [ a/x ], shadow: { to: b/next, share: 100% } }\n")) {
            for (Reply of : new Reply[] {
                OpenAiReplies.chatStreamWithUsage(3, 40, "shadow"),
                Reply.resetting(),
                OpenAiReplies.error(500, "x", "no")
            }) {
                f.b.always(of);
                int before = f.b.received().size();
                Answer answer = f.stream("m");
                assertThat(answer.chat().text()).isEqualTo("from a");
                assertThat(trail(answer)).isEqualTo("a;200");
                assertThat(f.b.await(before + 1).getLast().body().text())
                        .isEqualTo(f.a.received().getLast().body().text().replace("\"x\"", "\"next\""));
            }
            String shadow = "headgate_shadow_attempts_total{outcome=\"%s\",route=\"m\",upstream=\"b\"}";
            while (f.metric(shadow.formatted("upstream_failed")) < 2
                    || f.metric("headgate_upstream_in_flight{upstream=\"b\"}") > 0) {
                Thread.onSpinWait();
            }
            assertThat(f.metric(shadow.formatted("ok"))).isEqualTo(1);
            assertThat(f.metric("headgate_shadow_tokens_total{direction=\"output\",route=\"m\",upstream=\"b\"}"))
                    .isEqualTo(40);
            assertThat(f.metric("headgate_tokens_total{direction=\"output\",route=\"m\",team=\"default\"}"))
                    .isEqualTo(12);
        }
    }

    @Test
    void a_shadow_that_stalls_holds_nobody_up() {
        try (var f = Failover.of("  m: { targets: [ a/x ], shadow: { to: b/next, share: 100% } }\n")) {
            f.b.always(Reply.never());
            for (int i = 0; i < 20; i++) {
                assertThat(f.stream("m").chat().text()).isEqualTo("from a");
            }
        }
    }
}
