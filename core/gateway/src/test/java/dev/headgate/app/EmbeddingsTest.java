package dev.headgate.app;

import static dev.headgate.app.Failover.trail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Reply;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Embeddings as a caller sees them, whatever the provider speaks. */
final class EmbeddingsTest {
    private static final String OPENAI = "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
            + "\"embedding\":[0.5,-1.25]}],\"model\":\"m\",\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}}";
    private static final String GEMINI =
            "{\"embeddings\":[{\"values\":[0.5,-1.25]}],\"usageMetadata\":{\"promptTokenCount\":3}}";

    private final FakeUpstream plain = new FakeUpstream();
    private final FakeUpstream own = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start(
            """
            upstreams:
              plain: { provider: openai-compatible, base-url: "%s", breaker: off }
              gemini: { provider: gemini, base-url: "%s", api-key: key-of-ours-1234, breaker: off }
              cohere: { provider: cohere, base-url: "%s", api-key: key-of-ours-1234, breaker: off }
              ollama: { provider: ollama-native, base-url: "%s", breaker: off }
              voyage: { provider: voyage, base-url: "%s/v1", api-key: key-of-ours-1234, breaker: off }
              mistral: { provider: mistral, base-url: "%s/v1", api-key: key-of-ours-1234, breaker: off }
              vertex: { provider: vertex, base-url: "%s", api-key: key-of-ours-1234, breaker: off }
              bedrock: { provider: bedrock, base-url: "%s", api-key: key-of-ours-1234, breaker: off }
            models:
              titan: bedrock/amazon.titan-embed-text-v2:0
              mistral: mistral/codestral-embed
              vertex: vertex/text-embedding-005
              claude: vertex/claude-sonnet-4-5@20250929
              claude-first: { targets: [ vertex/claude-sonnet-4-5@20250929, plain/real ], retry: { attempts: 1 } }
              plain: plain/real
              gemini: gemini/gemini-embedding-001
              cohere: cohere/embed-v4.0
              ollama: ollama/all-minilm
              voyage: voyage/voyage-3.5
              plain-first: { targets: [ plain/real, gemini/gemini-embedding-001 ], retry: { attempts: 1 } }
              gemini-first: { targets: [ gemini/gemini-embedding-001, plain/real ], retry: { attempts: 1 } }
            teams:
              search:
                models: [ plain, gemini, gemini-first, plain-first, cohere, ollama, voyage, mistral, titan, vertex, claude, claude-first ]
              other: { models: [ plain ] }
            keys:
              - { name: search, team: search, secret: hg-search-0123456789abcdef }
              - { name: other, team: other, secret: hg-other-0123456789abcdef }
            """.formatted(plain.url(), own.url(), own.url(), own.url(), own.url(), own.url(), own.url(), own.url()),
            Map.of("GOOGLE_CLOUD_PROJECT", "acme-1"));

    @AfterEach
    void close() {
        plain.close();
        own.close();
        gateway.close();
    }

    private Answer embed(String model, String members) {
        return embed("search", model, members);
    }

    private Answer embed(String key, String model, String members) {
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            String body = "{\"model\":\"" + model + "\"," + members + "}";
            return client.post("/v1/embeddings", body, "authorization: Bearer hg-" + key + "-0123456789abcdef")
                    .read();
        }
    }

    private static String reply(String model) {
        return switch (model) {
            case "gemini" -> GEMINI;
            case "cohere" ->
                "{\"embeddings\":{\"float\":[[0.5,-1.25]]},\"meta\":{\"billed_units\":{\"input_tokens\":3}}}";
            case "vertex" ->
                "{\"predictions\":[{\"embeddings\":{\"statistics\":{\"token_count\":3},\"values\":[0.5,-1.25]}}]}";
            case "titan" -> "{\"embedding\":[0.5,-1.25],\"inputTextTokenCount\":3}";
            case "ollama" -> "{\"embeddings\":[[0.5,-1.25]],\"prompt_eval_count\":3}";
            default -> OPENAI;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "plain, /embeddings",
        "gemini, /v1beta/models/gemini-embedding-001:batchEmbedContents",
        "cohere, /v2/embed",
        "ollama, /api/embed",
        "voyage, /v1/embeddings",
        "mistral, /v1/embeddings",
        "vertex, /v1/projects/acme-1/locations/global/publishers/google/models/text-embedding-005:predict",
        "titan, /model/amazon.titan-embed-text-v2%3A0/invoke"
    })
    void come_as_numbers_and_in_base64_from_every_provider(String model, String path) {
        FakeUpstream upstream = model.equals("plain") ? plain : own;
        upstream.always(Reply.json(200, reply(model)));
        Answer numbers = embed(model, "\"input\":\"hello\"");
        assertThat(upstream.received().getLast().path()).isEqualTo(path);
        assertThat(numbers.json().at("/data/0/embedding")).hasToString("[0.5,-1.25]");
        assertThat(numbers.json().at("/data/0/index").asInt()).isZero();
        assertThat(numbers.json().at("/usage/prompt_tokens").asInt()).isEqualTo(3);
        assertThat(numbers.json().at("/usage/total_tokens").asInt()).isEqualTo(3);

        Answer base64 = embed(model, "\"input\":\"hello\",\"encoding_format\":\"base64\"");
        ByteBuffer floats = ByteBuffer.wrap(Base64.getDecoder()
                        .decode(base64.json().at("/data/0/embedding").asString()))
                .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(floats.remaining()).isEqualTo(8);
        assertThat(floats.getFloat()).isEqualTo(0.5f);
        assertThat(floats.getFloat()).isEqualTo(-1.25f);
        gateway.close();
        assertThat(gateway.accessLog()).contains(model + " → ", " status=200").contains(" in=3\n");
    }

    @Test
    void base64_of_a_provider_that_knows_it_is_not_touched() {
        String body = OPENAI.replace("[0.5,-1.25]", "\"AAAAPwAAoL8=\"");
        plain.always(Reply.json(200, body));
        assertThat(embed("plain", "\"input\":\"x\",\"encoding_format\":\"base64\"")
                        .text())
                .isEqualTo(body);
    }

    @Test
    void a_failing_target_is_replaced_by_one_of_another_format() {
        plain.always(OpenAiReplies.error(503, "unavailable", "busy"));
        own.always(Reply.json(200, GEMINI));
        Answer there = embed("plain-first", "\"input\":\"x\",\"dimensions\":2");
        assertThat(trail(there)).isEqualTo("plain;503 gemini;200");
        assertThat(there.json().at("/data/0/embedding")).hasToString("[0.5,-1.25]");
        assertThat(own.received().getLast().body().text()).contains("\"outputDimensionality\":2");

        own.always(Reply.json(500, "{\"error\":{\"code\":500,\"message\":\"x\",\"status\":\"INTERNAL\"}}"));
        plain.always(Reply.json(200, OPENAI));
        Answer back = embed("gemini-first", "\"input\":\"x\"");
        assertThat(trail(back)).isEqualTo("gemini;500 plain;200");
        assertThat(back.text()).isEqualTo(OPENAI);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"embeddings\":[]}",
                "{\"embeddings\":[{\"values\":[1]},{\"values\":[1]}]}",
                "{\"embeddings\":[{\"values\":[\"x\"]}]}",
                "{\"embeddings\":[{\"values\":[1e39]}]}",
                "<html>"
            })
    void what_is_no_answer_is_a_failure_of_the_target(String reply) {
        own.always(Reply.json(200, reply));
        plain.always(Reply.json(200, OPENAI));
        Answer answer = embed("gemini-first", "\"input\":\"x\",\"encoding_format\":\"base64\"");
        assertThat(trail(answer)).isEqualTo("gemini;failed plain;200");
    }

    @Test
    void token_ids_go_to_a_target_that_takes_them() {
        plain.always(Reply.json(200, OPENAI));
        assertThat(trail(embed("gemini-first", "\"input\":[1,2]"))).isEqualTo("plain;200");
        Answer alone = embed("gemini", "\"input\":[[1],[2]]");
        assertThat(alone.status()).isEqualTo(400);
        assertThat(alone.json().at("/error/param").asString()).isEqualTo("input");
        assertThat(alone.json().at("/error/message").asString())
                .isEqualTo("input cannot be sent to this model: it takes texts, not token ids.");
        assertThat(own.requests()).isZero();
    }

    @Test
    void claude_on_vertex_does_not_embed() {
        Answer alone = embed("claude", "\"input\":\"x\"");
        assertThat(alone.status()).isEqualTo(400);
        assertThat(alone.json().at("/error/param").asString()).isEqualTo("model");
        assertThat(alone.json().at("/error/message").asString()).contains("Claude does not embed");
        plain.always(Reply.json(200, OPENAI));
        assertThat(trail(embed("claude-first", "\"input\":\"x\""))).isEqualTo("plain;200");
        assertThat(own.requests()).isZero();
    }

    @Test
    void mistral_gets_the_names_that_it_knows_and_else_the_same_bytes() {
        own.always(Reply.json(200, OPENAI));
        Answer answer = embed("mistral", " \"input\": [\"x\"],\"dimensions\":256, \"user\":\"u\"");
        assertThat(own.received().getLast().body().text())
                .startsWith("{\"model\":\"codestral-embed\", \"input\": [\"x\"],\"output_dimension\":256")
                .doesNotContain("user");
        assertThat(answer.header("x-headgate-dropped")).isEqualTo("user");
        assertThat(answer.text()).isEqualTo(OPENAI);
    }

    @Test
    void what_has_no_place_is_named_or_refused() {
        own.always(Reply.json(200, reply("ollama")));
        Answer answer = embed("ollama", "\"input\":\"x\",\"user\":\"u\",\"task\":\"t\"");
        assertThat(answer.header("x-headgate-dropped")).isEqualTo("user, task");
        Answer strict = embed("ollama", "\"input\":\"x\",\"user\":\"u\",\"strict\":true");
        assertThat(strict.status()).isEqualTo(400);
        assertThat(strict.json().at("/error/param").asString()).isEqualTo("user");
        gateway.close();
        assertThat(gateway.accessLog()).contains(" dropped=user,task");
    }

    @Test
    void an_error_of_the_provider_is_the_callers_in_openais_form() {
        own.always(Reply.json(404, "{\"id\":\"x\",\"message\":\"model 'embed-v4.0' not found\"}"));
        Answer answer = embed("cohere", "\"input\":\"x\"");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.json().at("/error/message").asString()).isEqualTo("model 'embed-v4.0' not found");
        assertThat(answer.json().at("/error").has("code")).isTrue();
    }

    @Test
    void a_model_of_others_is_not_there() {
        Answer answer = embed("other", "gemini", "\"input\":\"x\"");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("model_not_found");
        assertThat(own.requests()).isZero();
    }

    @Test
    void are_counted_as_what_they_are() {
        own.always(Reply.json(200, GEMINI));
        embed("gemini", "\"input\":\"x\"");
        gateway.awaitMetric("headgate_requests_total{operation=\"embedding\",route=\"gemini\",status=\"200\"} 1.0");
    }
}
