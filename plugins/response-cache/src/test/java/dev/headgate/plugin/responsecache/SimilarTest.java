package dev.headgate.plugin.responsecache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.api.Answered;
import dev.headgate.api.Attempt;
import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.Operation;
import dev.headgate.api.Usage;
import dev.headgate.testkit.FakeContext;
import dev.headgate.testkit.FakeExchange;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which questions are answered like others, and that nothing but the question may differ. */
final class SimilarTest {
    private static final Settings.Semantic SEMANTIC =
            new Settings.Semantic("embedder", 0.9, 100, Duration.ofSeconds(2), false, false);

    /** Where texts point; what is not listed points nowhere near. */
    private final Map<String, double[]> places = new HashMap<>(Map.of(
            "what is the capital of france", new double[] {1, 0, 0},
            "which city is the capital of france", new double[] {0.98, 0.2, 0},
            "which town might be the capital of france", new double[] {0.95, 0.3, 0.05},
            "how do i boil an egg", new double[] {0, 1, 0}));

    private final List<String> embedded = new ArrayList<>();
    private Optional<Failure> broken = Optional.empty();
    private String embedder = "first";
    private Cached cached = new Cached(Changed.settings(Map.of("semantic", Optional.of(SEMANTIC))));

    private Future<Answered> embed(Operation operation, Body request) {
        assertThat(operation).isEqualTo(Operation.EMBEDDING);
        Json json = Json.read(request.array());
        assertThat(json.get("model").text()).isEqualTo("embedder");
        String text = json.get("input").text();
        embedded.add(text);
        if (broken.isPresent()) {
            return Future.failedFuture(broken.get().exception());
        }
        double[] v = places.getOrDefault(text, new double[] {0, 0, 1});
        return Future.succeededFuture(new Answered(
                Body.of(
                        "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[%s, %s,%s]}]}"
                                .formatted(v[0], v[1], v[2])),
                new Attempt(embedder, "e", 200, Optional.empty(), Duration.ZERO, Usage.of(5, 0))));
    }

    private FakeExchange asking(String text, String more) {
        return Cached.request("{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"be brief\"},"
                        + "{\"role\":\"user\",\"content\":\"" + text + "\"}]" + more + "}")
                .withGateway(this::embed);
    }

    private FakeExchange asking(String text) {
        return asking(text, "");
    }

    @Test
    void a_similar_question_gets_the_answer_of_the_most_similar_one_and_is_told_how_similar_it_is() {
        cached.answering(Cached.chat("Paris", "stop"));
        assertThat(cached.mark(asking("what is the capital of france"))).isEqualTo("miss");
        FakeExchange like = asking("which city is the capital of france");
        GatewayResponse answer = cached.send(like).result();
        assertThat(answer.headers().get("x-headgate-cache")).hasValue("similar");
        assertThat(answer.headers().get("x-headgate-cache-score")).hasValue("0.980");
        assertThat(answer.headers().get("age")).hasValue("0");
        assertThat(Cached.read(answer)).contains("Paris");
        assertThat(like.notes()).containsEntry("cache", "similar");
        assertThat(like.usage()).isEqualTo(Usage.of(5, 0));
        assertThat(cached.asked).hasSize(1);
        assertThat(cached.context.tallies()).containsEntry("answers{similar}", 1L);
    }

    @Test
    void the_very_same_question_needs_no_embedding() {
        assertThat(cached.mark(asking("what is the capital of france"))).isEqualTo("miss");
        assertThat(cached.mark(asking("what is the capital of france"))).isEqualTo("hit");
        assertThat(embedded).hasSize(1);
    }

    @Test
    void a_question_about_something_else_is_asked() {
        assertThat(cached.mark(asking("what is the capital of france"))).isEqualTo("miss");
        assertThat(cached.mark(asking("how do i boil an egg"))).isEqualTo("miss");
        assertThat(cached.mark(asking("which town might be the capital of france")))
                .isEqualTo("similar");
        assertThat(cached.asked).hasSize(2);
    }

    @Test
    void nothing_but_the_question_may_differ() {
        assertThat(cached.mark(asking("what is the capital of france"))).isEqualTo("miss");
        String like = "which city is the capital of france";
        for (String more : List.of(
                ",\"temperature\":0",
                ",\"max_tokens\":5",
                ",\"response_format\":{\"type\":\"json_object\"}",
                ",\"user\":\"ann\"",
                ",\"seed\":1",
                ",\"x_nobody_knows\":1")) {
            assertThat(cached.mark(asking(like, more))).as(more).isEqualTo("miss");
        }
        FakeExchange other = asking(like).withModel("m2");
        assertThat(cached.mark(other)).isEqualTo("miss");
        assertThat(cached.mark(asking(like).withWay(Optional.of("another")))).isEqualTo("miss");
        assertThat(cached.mark(asking(like).withTeam("blue"))).isEqualTo("miss");
        assertThat(cached.mark(
                        Cached.request("{\"model\":\"m\",\"messages\":[{\"role\":\"system\",\"content\":\"be rude\"},"
                                        + "{\"role\":\"user\",\"content\":\"" + like + "\"}]}")
                                .withGateway(this::embed)))
                .isEqualTo("miss");
        assertThat(cached.mark(asking(like, ",\"stream\":true"))).isEqualTo("similar");
    }

    private FakeExchange conversation(String last) {
        return Cached.request("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"},"
                        + "{\"role\":\"assistant\",\"content\":\"hi\"},{\"role\":\"user\",\"content\":\"" + last
                        + "\"}]}")
                .withGateway(this::embed);
    }

    @Test
    void only_single_questions_without_tools_are_compared_unless_the_settings_say_otherwise() {
        String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";
        for (boolean allowed : new boolean[] {false, true}) {
            cached = new Cached(Changed.settings(Map.of(
                    "semantic",
                    Optional.of(
                            new Settings.Semantic("embedder", 0.9, 100, Duration.ofSeconds(2), allowed, allowed)))));
            embedded.clear();
            String like = allowed ? "similar" : "miss";
            for (String text : List.of("what is the capital of france", "which city is the capital of france")) {
                String mark = text.startsWith("what") ? "miss" : like;
                assertThat(cached.mark(conversation(text))).isEqualTo(mark);
                assertThat(cached.mark(asking(text, tools))).isEqualTo(mark);
            }
            assertThat(embedded).hasSize(allowed ? 4 : 0);
        }
    }

    private FakeExchange picture(String name) {
        return Cached.request("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":["
                        + "{\"type\":\"text\",\"text\":\"what is this\"},"
                        + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/" + name
                        + ".png\"}}]}]}")
                .withGateway(this::embed);
    }

    @Test
    void what_is_no_text_is_not_compared() {
        assertThat(cached.mark(picture("a"))).isEqualTo("miss");
        assertThat(cached.mark(picture("b"))).isEqualTo("miss");
        assertThat(cached.mark(asking(" "))).isEqualTo("miss");
        assertThat(cached.mark(asking("x".repeat(17_000)))).isEqualTo("miss");
        assertThat(embedded).isEmpty();
    }

    @Test
    void without_an_embedding_the_upstream_is_asked() {
        assertThat(cached.mark(asking("what is the capital of france"))).isEqualTo("miss");
        broken = Optional.of(Failure.of(Failure.Kind.UPSTREAM_TIMEOUT, "too late"));
        assertThat(cached.mark(asking("which city is the capital of france"))).isEqualTo("miss");
        broken = Optional.empty();
        places.put("nothing to say", new double[] {0, 0, 0});
        places.put("no number to say it in", new double[] {Double.NaN, 0, 0});
        assertThat(cached.mark(asking("nothing to say"))).isEqualTo("miss");
        assertThat(cached.mark(asking("no number to say it in"))).isEqualTo("miss");
        assertThat(cached.mark(asking("which city is the capital of france"))).isEqualTo("hit");
        assertThat(cached.asked).hasSize(4);
    }

    @Test
    void embeddings_of_two_models_are_not_compared() {
        assertThat(cached.mark(asking("what is the capital of france"))).isEqualTo("miss");
        embedder = "second";
        assertThat(cached.mark(asking("which city is the capital of france"))).isEqualTo("miss");
    }

    @Test
    void what_a_caller_asks_of_the_cache_holds_here_too() {
        assertThat(cached.mark(asking("what is the capital of france"))).isEqualTo("miss");
        String like = "which city is the capital of france";
        assertThat(cached.mark(asking(like).withHeader("cache-control", "no-store")))
                .isEqualTo("off");
        assertThat(cached.mark(asking(like).withHeader("cache-control", "no-cache")))
                .isEqualTo("miss");
        assertThat(embedded).hasSize(1);
    }

    @Test
    void answers_that_are_gone_are_similar_to_nothing() throws Exception {
        assertThat(cached.mark(asking("what is the capital of france"))).isEqualTo("miss");
        cached.cache
                .operate("drop", Map.of("team", "default"))
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        assertThat(cached.mark(asking("which city is the capital of france"))).isEqualTo("miss");
        cached.context.advance(Duration.ofMinutes(11));
        assertThat(cached.mark(asking("which town might be the capital of france")))
                .isEqualTo("miss");
    }

    @Test
    void no_more_than_the_latest_questions_are_compared() {
        cached = new Cached(Changed.settings(Map.of(
                "semantic",
                Optional.of(new Settings.Semantic("embedder", 0.9, 3, Duration.ofSeconds(2), false, false)))));
        assertThat(cached.mark(asking("what is the capital of france"))).isEqualTo("miss");
        for (int i = 0; i < 3; i++) {
            places.put("question " + i, new double[] {0, i - 1, 1});
            assertThat(cached.mark(asking("question " + i))).isEqualTo("miss");
        }
        assertThat(cached.mark(asking("which city is the capital of france"))).isEqualTo("miss");
        assertThat(cached.mark(asking("what is the capital of france"))).isEqualTo("hit");
    }

    @Test
    void a_model_that_makes_no_embeddings_is_refused_by_name() {
        var context = new FakeContext().serving((model, operation) -> operation != Operation.EMBEDDING);
        assertThatThrownBy(() -> new ResponseCache(
                        Changed.settings(Map.of("semantic", Optional.of(SEMANTIC))), context, new Stores()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("semantic.model")
                .hasMessageContaining("embedder");
    }
}
