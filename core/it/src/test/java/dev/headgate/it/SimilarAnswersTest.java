package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Questions answered by what similar ones were answered, with embeddings from the gateway's own upstreams. */
final class SimilarAnswersTest {
    private static final String CAPITAL = "what is the capital of france";
    private static final String CITY = "which city is the capital of france";
    private static final String EGG = "how do i boil an egg";
    private static final Map<String, String> PLACES = Map.of(CAPITAL, "1,0,0", CITY, "0.98,0.2,0", EGG, "0,1,0");

    private final FakeUpstream upstream = new FakeUpstream();
    private final FakeUpstream embedder = new FakeUpstream();

    @AfterEach
    void close() {
        upstream.close();
        embedder.close();
    }

    private static Reply embedding(Received received) {
        String input = JsonMapper.shared()
                .readTree(received.body().text())
                .get("input")
                .asString();
        return Reply.json(
                200,
                "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":["
                        + PLACES.getOrDefault(input, "0,0,1")
                        + "]}],\"model\":\"e\",\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}");
    }

    private PackagedGateway gateway() {
        return PackagedGateway.start("""
                upstreams:
                  up: { provider: openai-compatible, base-url: "%s" }
                  small: { provider: openai-compatible, base-url: "%s" }
                models: { m: up/real, embedder: small/e }
                teams: { red: {}, blue: {}, closed: { models: [ m ] } }
                keys:
                  - { name: r, team: red, secret: a-key-of-the-red-team }
                  - { name: b, team: blue, secret: a-key-of-the-blue-team }
                  - { name: c, team: closed, secret: a-key-of-the-closed-team }
                filters: [ response-cache: { semantic: { model: embedder, threshold: 0.9 } } ]
                """.formatted(upstream.url(), embedder.url()));
    }

    private static HttpResponse<String> ask(PackagedGateway gateway, String team, String question) {
        return gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + question + "\"}]}",
                "authorization",
                "Bearer a-key-of-the-" + team + "-team");
    }

    private static String cache(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-headgate-cache").orElse("none");
    }

    @Test
    void a_similar_question_of_the_same_team_is_answered_without_the_upstream_and_its_embedding_is_accounted_for() {
        upstream.always(OpenAiReplies.chat("Paris", 9, 1));
        embedder.always(SimilarAnswersTest::embedding);
        try (PackagedGateway gateway = gateway()) {
            assertThat(cache(ask(gateway, "red", CAPITAL))).isEqualTo("miss");
            HttpResponse<String> like = ask(gateway, "red", CITY);
            assertThat(cache(like)).isEqualTo("similar");
            assertThat(like.headers().firstValue("x-headgate-cache-score")).hasValue("0.980");
            assertThat(like.body()).contains("Paris");
            assertThat(cache(ask(gateway, "red", EGG))).isEqualTo("miss");
            assertThat(cache(ask(gateway, "blue", CITY))).isEqualTo("miss");
            assertThat(upstream.requests()).isEqualTo(3);
            assertThat(embedder.received())
                    .hasSize(4)
                    .allSatisfy(r -> assertThat(r.path()).endsWith("/embeddings"));
            String metrics = gateway.adminGet("/metrics").body();
            assertThat(metrics)
                    .contains("headgate_tokens_total{direction=\"input\",route=\"embedder\",team=\"red\"} 24.0")
                    .contains("headgate_tokens_total{direction=\"input\",route=\"m\",team=\"red\"} 18.0");
            Eventually.holds(
                    "four embeddings stand in the log",
                    () -> gateway.process()
                                    .out()
                                    .lines()
                                    .filter(l -> l.contains(" embedder → small") && l.contains("in=8"))
                                    .count()
                            == 4);
            assertThat(gateway.process().out()).contains("cache=similar");
        }
    }

    @Test
    void without_embeddings_the_upstream_is_asked_and_nobody_sees_an_error() {
        upstream.always(OpenAiReplies.chat("Paris", 9, 1));
        for (Reply broken : List.of(
                OpenAiReplies.error(400, "bad", "no"),
                Reply.json(200, "{\"data\":[]}"),
                Reply.json(200, "{\"data\":[{\"embedding\":[]}]}"),
                Reply.json(200, "no json"),
                Reply.resetting())) {
            embedder.always(broken);
            try (PackagedGateway gateway = gateway()) {
                int before = upstream.requests();
                for (String question : List.of(CAPITAL, CITY)) {
                    HttpResponse<String> answer = ask(gateway, "red", question);
                    assertThat(answer.statusCode()).isEqualTo(200);
                    assertThat(cache(answer)).isEqualTo("miss");
                }
                assertThat(upstream.requests()).isEqualTo(before + 2);
            }
        }
    }

    @Test
    void a_team_that_may_not_use_the_embedder_is_answered_by_the_upstream() {
        upstream.always(OpenAiReplies.chat("Paris", 9, 1));
        embedder.always(SimilarAnswersTest::embedding);
        try (PackagedGateway gateway = gateway()) {
            assertThat(cache(ask(gateway, "closed", CAPITAL))).isEqualTo("miss");
            assertThat(cache(ask(gateway, "closed", CITY))).isEqualTo("miss");
            assertThat(embedder.requests()).isZero();
        }
    }

    @Test
    void a_model_without_embeddings_is_refused_where_it_stands() {
        var check = Launched.start(
                Map.of(), "check", PackagedGateway.configuration("""
                upstreams: { up: { provider: echo } }
                models: { m: up/real }
                filters:
                  - response-cache: { semantic: { model: nothing } }
                """).toString());
        try (check) {
            assertThat(check.awaitExit()).isNotZero();
            assertThat(check.out() + check.err())
                    .contains("semantic.model: no model \"nothing\" whose upstream makes embeddings");
        }
    }
}
