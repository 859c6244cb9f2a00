package dev.headgate.app;

import static dev.headgate.app.Failover.trail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rerankings as a caller sees them, whatever the provider speaks. */
final class RerankTest {
    private static final String COHERE = "{\"id\":\"x\", \"results\":[{\"index\":1,\"relevance_score\":0.90}],"
            + "\"meta\":{\"api_version\":{\"version\":\"2\"},\"billed_units\":{\"search_units\":1}}}";
    private static final String VLLM = "{\"id\":\"rerank-1\",\"model\":\"bge\",\"usage\":{\"total_tokens\":56},"
            + "\"results\":[{\"index\":1,\"document\":{\"text\":\"b\"},\"relevance_score\":1.0}]}";
    private static final String VOYAGE = "{\"object\":\"list\",\"data\":[{\"relevance_score\":0.4375,\"index\":1}],"
            + "\"model\":\"v\",\"usage\":{\"total_tokens\":26}}";

    private final FakeUpstream upstream = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start(
            """
            upstreams:
              cohere: { provider: cohere, base-url: "%s", api-key: key-of-ours-1234, breaker: off }
              voyage: { provider: voyage, base-url: "%s/v1", api-key: key-of-ours-1234, breaker: off }
              jina: { provider: jina, base-url: "%s/v1", api-key: key-of-ours-1234, breaker: off }
              vllm: { provider: vllm, base-url: "%s/v1", breaker: off }
              echo: { provider: echo }
              gpt: { provider: openai, base-url: "%s/v1", api-key: key-of-ours-1234 }
            models:
              cohere: cohere/rerank-v3.5
              voyage: voyage/rerank-2
              jina: jina/jina-reranker-v2
              vllm: vllm/bge
              echo: echo/echo
              gpt: gpt/gpt-4o
              first: { targets: [ cohere/rerank-v3.5, voyage/rerank-2 ], retry: { attempts: 1 } }
            """.formatted(upstream.url(), upstream.url(), upstream.url(), upstream.url(), upstream.url()));

    @AfterEach
    void close() {
        upstream.close();
        gateway.close();
    }

    private Answer rerank(String path, String model, String members) {
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            return client.post(path, request(model, members)).read();
        }
    }

    private static String request(String model, String members) {
        return "{ \"model\":\"" + model + "\", \"query\":\"q\",\"documents\":[\"a\",\"b\"]" + members + "}";
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/rerank, cohere, /v2/rerank, rerank-v3.5",
        "/v2/rerank, cohere, /v2/rerank, rerank-v3.5",
        "/v1/rerank, jina, /v1/rerank, jina-reranker-v2",
        "/v2/rerank, vllm, /v1/rerank, bge"
    })
    void passes_byte_for_byte_where_both_sides_speak_alike(String at, String model, String path, String there) {
        String reply = model.equals("cohere") ? COHERE : VLLM;
        upstream.always(Reply.json(200, reply));
        Answer answer = rerank(at, model, ",\"top_n\":1,\"x\":1.0");
        assertThat(answer.text()).isEqualTo(reply);
        assertThat(upstream.received().getLast().path()).isEqualTo(path);
        assertThat(upstream.received().getLast().body().text()).isEqualTo(request(there, ",\"top_n\":1,\"x\":1.0"));
        assertThat(upstream.received().getLast().header("authorization"))
                .isEqualTo(model.equals("vllm") ? "" : "Bearer key-of-ours-1234");
    }

    @Test
    void voyage_answers_in_the_same_shape() {
        upstream.always(Reply.json(200, VOYAGE));
        Answer answer = rerank("/v1/rerank", "voyage", ",\"top_n\":1,\"return_documents\":true");
        assertThat(answer.text())
                .isEqualTo("{\"model\":\"rerank-2\",\"results\":[{\"index\":1,\"relevance_score\":0.4375,"
                        + "\"document\":{\"text\":\"b\"}}],\"usage\":{\"prompt_tokens\":26,\"total_tokens\":26}}");
        assertThat(upstream.received().getLast().path()).isEqualTo("/v1/rerank");
        assertThat(upstream.received().getLast().body().text())
                .isEqualTo("{\"model\":\"rerank-2\",\"query\":\"q\",\"documents\":[\"a\",\"b\"],\"top_k\":1}");
    }

    @Test
    void tokens_are_counted_and_search_units_are_none() {
        upstream.script(Reply.json(200, VOYAGE), Reply.json(200, VLLM), Reply.json(200, COHERE));
        rerank("/v1/rerank", "voyage", "");
        rerank("/v1/rerank", "vllm", "");
        rerank("/v1/rerank", "cohere", "");
        gateway.awaitMetric("headgate_requests_total{operation=\"rerank\",route=\"voyage\",status=\"200\"} 1.0");
        gateway.close();
        assertThat(gateway.accessLog().lines())
                .anyMatch(l -> l.contains("voyage → voyage") && l.endsWith(" in=26"))
                .anyMatch(l -> l.contains("vllm → vllm") && l.endsWith(" in=56"))
                .anyMatch(l -> l.contains("cohere → cohere") && !l.contains(" in="));
    }

    @Test
    void a_failing_target_is_replaced_by_one_of_another_format() {
        upstream.script(Reply.json(503, "{\"message\":\"busy\"}"), Reply.json(200, VOYAGE));
        assertThat(trail(rerank("/v1/rerank", "first", ""))).isEqualTo("cohere;503 voyage;200");
        upstream.script(Reply.json(200, "{\"results\":[]}"), Reply.json(200, VOYAGE));
        assertThat(trail(rerank("/v1/rerank", "first", ""))).isEqualTo("cohere;failed voyage;200");
    }

    @Test
    void a_model_that_cannot_rerank_says_so() {
        Answer answer = rerank("/v1/rerank", "gpt", "");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text())
                .contains("The upstreams of the model 'gpt' do not have the operation rerank."
                        + " Those of these providers have it: cohere, echo, jina, vllm, voyage.");
        assertThat(upstream.requests()).isZero();
    }

    @Test
    void errors_are_in_openais_form_whoever_makes_them() {
        upstream.always(Reply.json(400, "{\"detail\":\"Model rerank-2 is not supported.\"}"));
        Answer voyage = rerank("/v1/rerank", "voyage", "");
        assertThat(voyage.status()).isEqualTo(400);
        assertThat(voyage.json().at("/error/message").asString()).isEqualTo("Model rerank-2 is not supported.");
        upstream.always(OpenAiReplies.error(422, "invalid", "no"));
        assertThat(rerank("/v1/rerank", "jina", "").status()).isEqualTo(422);
        Answer ours = rerank("/v1/rerank", "cohere", ",\"top_n\":0");
        assertThat(ours.status()).isEqualTo(400);
        assertThat(ours.json().at("/error/param").asString()).isEqualTo("top_n");
    }

    @Test
    void echo_reranks_offline() {
        Answer answer = rerank("/v1/rerank", "echo", "");
        assertThat(answer.json().path("results").size()).isEqualTo(2);
    }

    @Test
    void other_methods_and_paths_are_refused() {
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            Answer wrong = client.get("/v1/rerank").read();
            assertThat(wrong.status()).isEqualTo(405);
            assertThat(wrong.header("allow")).isEqualTo("POST");
        }
        assertThat(rerank("/v3/rerank", "cohere", "").status()).isEqualTo(404);
    }
}
