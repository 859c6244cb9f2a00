package dev.headgate.app;

import static dev.headgate.app.Failover.trail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import dev.headgate.testkit.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An upstream with as many attempts under way as it may have. */
final class FullUpstreamTest {
    private static final String MODELS = """
              m: { targets: [ a/x ], fallback: [ b/x ], retry: { attempts: 1 } }
              alone: { targets: [ a/x ], retry: { attempts: 1 }, timeouts: { first-token: 300ms } }
            """;

    @Test
    void twenty_clients_never_have_more_than_two_at_an_upstream_for_two() throws Exception {
        try (var f = new Failover("breaker: off, concurrency: 2", MODELS);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Step go = new Step();
            f.every(u -> u.always(OpenAiReplies.chatStream("one", "two").gateBefore(2, go)));
            var answers = new ArrayList<CompletableFuture<Answer>>();
            for (int i = 0; i < 20; i++) {
                answers.add(CompletableFuture.supplyAsync(() -> f.stream("m"), clients));
            }
            // All but four are told at once, while the streams of the four go on.
            List<Answer> refused = new ArrayList<>();
            while (refused.size() < 16) {
                Answer answer = (Answer) CompletableFuture.anyOf(answers.stream()
                                .filter(a -> !a.isDone() || !refused.contains(a.join()))
                                .toArray(CompletableFuture[]::new))
                        .get();
                refused.add(answer);
            }
            for (Answer answer : refused) {
                assertThat(answer.status()).isEqualTo(503);
                assertThat(answer.header("retry-after")).isEqualTo("1");
                assertThat(answer.json().path("error").path("code").asString()).isEqualTo("overloaded");
            }
            assertThat(f.explain("m"))
                    .contains("\"outcome\" : \"503 no_target\"", "\"under-way\" : 2", "\"limit\" : 2");
            assertThat(f.metric("headgate_upstream_concurrency_limit{upstream=\"a\"}"))
                    .isEqualTo(2);
            assertThat(f.metric("headgate_upstream_unusable_credentials{upstream=\"a\"}"))
                    .isZero();
            assertThat(f.a.received()).hasSize(2);
            assertThat(f.b.received()).hasSize(2);
            go.release();
            List<String> trails = new ArrayList<>();
            for (CompletableFuture<Answer> answer : answers) {
                trails.add(trail(answer.get()));
            }
            assertThat(trails).filteredOn(t -> t.equals("a;200")).hasSize(2);
            assertThat(trails).filteredOn(t -> t.equals("b;200")).hasSize(2);
            allBack(f);
        }
    }

    @Test
    void places_come_back_after_aborts_and_faults() throws Exception {
        try (var f = new Failover("breaker: off, concurrency: 2", MODELS);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Reply whole = OpenAiReplies.chatStream("one", "two");
            List<Reply> replies = List.of(
                    whole,
                    whole.resetAfter(300),
                    whole.cutAfter(0),
                    Reply.resetting(),
                    Reply.never(),
                    OpenAiReplies.error(500, "broken", "no"),
                    OpenAiReplies.error(400, "invalid_value", "no"));
            var turn = new AtomicInteger();
            f.a.always(r -> replies.get(turn.getAndIncrement() % replies.size()));
            var running = new ArrayList<CompletableFuture<Void>>();
            for (int c = 0; c < 20; c++) {
                int id = c;
                running.add(CompletableFuture.runAsync(
                        () -> {
                            for (int i = 0; i < 10; i++) {
                                if ((id + i) % 4 == 0) {
                                    leave(f);
                                } else {
                                    f.stream("alone");
                                }
                            }
                        },
                        clients));
            }
            for (CompletableFuture<Void> client : running) {
                client.get();
            }
            assertThat(f.a.received().size()).isPositive();
            f.a.always(Reply.never());
            for (int i = 0; i < 4; i++) {
                int asked = f.a.requests();
                try (RawClient client = RawClient.connect(f.gateway.url().toString())) {
                    idle(f);
                    client.post("/v1/chat/completions", Pair.streamed("m"));
                    Received held = f.a.await(asked + 1).getLast();
                    client.reset();
                    held.awaitAborted();
                }
            }
            allBack(f);
        }
    }

    @Test
    void an_adaptive_limit_serves_and_shows_itself() {
        try (var f = new Failover("concurrency: { max: 10, adaptive: true }", MODELS)) {
            for (int i = 0; i < 30; i++) {
                assertThat(f.stream("m").chat().text()).isEqualTo("from a");
            }
            assertThat(f.metric("headgate_upstream_concurrency_limit{upstream=\"a\"}"))
                    .isEqualTo(10);
        }
    }

    @Test
    void without_a_limit_the_gauge_says_so() {
        try (var f = Failover.of(MODELS)) {
            assertThat(f.gateway.metrics()).contains("headgate_upstream_concurrency_limit{upstream=\"a\"} 0.0");
            assertThat(f.explain("m")).doesNotContain("concurrency");
        }
    }

    /** Asks and is gone before anything can have come. */
    private static void leave(Failover f) {
        try (RawClient client = RawClient.connect(f.gateway.url().toString())) {
            client.post("/v1/chat/completions", Pair.streamed("alone"));
            client.reset();
        }
    }

    private static void idle(Failover f) {
        long patience = System.nanoTime() + 20_000_000_000L;
        while (f.metric("headgate_upstream_in_flight{upstream=\"a\"}") > 0) {
            assertThat(System.nanoTime() - patience).as("an attempt stays").isNegative();
        }
    }

    /** Both places can be taken at once again, and no third. */
    private static void allBack(Failover f) {
        idle(f);
        Step end = new Step();
        f.a.always(OpenAiReplies.chatStream("one", "two").gateBefore(2, end));
        try (RawClient one = RawClient.connect(f.gateway.url().toString());
                RawClient two = RawClient.connect(f.gateway.url().toString())) {
            assertThat(one.post("/v1/chat/completions", Pair.streamed("alone"))
                            .readHead()
                            .status())
                    .isEqualTo(200);
            assertThat(two.post("/v1/chat/completions", Pair.streamed("alone"))
                            .readHead()
                            .status())
                    .isEqualTo(200);
            assertThat(f.stream("alone").status()).isEqualTo(503);
            end.release();
        }
        idle(f);
    }
}
