package dev.headgate.app;

import static dev.headgate.app.Failover.trail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts of tokens as a caller sees them, whatever the provider speaks. */
final class TokenCountTest {
    private static final String COUNT = "{\"object\":\"response.input_tokens\",\"input_tokens\":14}";

    private final FakeUpstream upstream = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start(
            """
            upstreams:
              gpt: { provider: openai, base-url: "%s/v1", api-key: key-of-ours-1234, breaker: off }
              claude: { provider: anthropic, base-url: "%s", api-key: key-of-ours-1234, breaker: off }
              gemini: { provider: gemini, base-url: "%s", api-key: key-of-ours-1234, breaker: off }
              vertex: { provider: vertex, base-url: "%s", api-key: key-of-ours-1234, breaker: off }
              cohere: { provider: cohere, base-url: "%s", api-key: key-of-ours-1234, breaker: off }
              echo: { provider: echo }
            models:
              gpt: gpt/gpt-4o
              claude: claude/claude-sonnet-4-5
              gemini: gemini/gemini-2.5-flash
              vertex: vertex/gemini-2.5-flash
              vertex-claude: vertex/claude-sonnet-4-5@20250929
              cohere: cohere/command-a-03-2025
              echo: echo/echo
              first: { targets: [ cohere/command-a-03-2025, claude/claude-sonnet-4-5, gpt/gpt-4o ], retry: { attempts: 1 } }
            """.formatted(upstream.url(), upstream.url(), upstream.url(), upstream.url(), upstream.url()),
            Map.of("GOOGLE_CLOUD_PROJECT", "acme-1"));

    @AfterEach
    void close() {
        upstream.close();
        gateway.close();
    }

    private Answer count(String model, String members) {
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            return client.post("/v1/responses/input_tokens", "{\"model\":\"" + model + "\"," + members + "}")
                    .read();
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "gpt, ~{\"object\":\"response.input_tokens\",\"input_tokens\":14}~, /v1/responses/input_tokens",
                "claude, ~{\"input_tokens\":14}~, /v1/messages/count_tokens",
                "gemini, ~{\"totalTokens\":14}~, /v1beta/models/gemini-2.5-flash:countTokens",
                "vertex, ~{\"totalTokens\":14}~, /v1/projects/acme-1/locations/global/publishers/google/models/gemini-2.5-flash:countTokens",
                "vertex-claude, ~{\"input_tokens\":14}~, /v1/projects/acme-1/locations/global/publishers/anthropic/models/count-tokens:rawPredict"
            })
    void are_given_in_openais_form_by_every_provider_that_counts(String model, String reply, String path) {
        upstream.always(Reply.json(200, reply));
        Answer answer = count(model, "\"input\":\"hello\",\"instructions\":\"be brief\"");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo(COUNT);
        assertThat(upstream.received().getLast().path()).isEqualTo(path);
        gateway.awaitMetric(
                "headgate_requests_total{operation=\"token_count\",route=\"" + model + "\",status=\"200\"} 1.0");
        gateway.close();
        assertThat(gateway.accessLog()).contains("status=200").doesNotContain(" in=", "hello", "brief");
    }

    @Test
    void openai_gets_the_same_bytes() {
        upstream.always(Reply.json(200, COUNT));
        count("gpt", " \"input\":[ {\"role\":\"user\",\"content\":\"x\"}], \"previous_response_id\":\"resp_1\"");
        assertThat(upstream.received().getLast().body().text())
                .isEqualTo("{\"model\":\"gpt-4o\", \"input\":[ {\"role\":\"user\",\"content\":\"x\"}],"
                        + " \"previous_response_id\":\"resp_1\"}");
    }

    @Test
    void what_only_openai_knows_goes_to_openai() {
        upstream.always(Reply.json(200, COUNT));
        assertThat(trail(count("first", "\"input\":\"x\",\"previous_response_id\":\"resp_1\"")))
                .isEqualTo("gpt;200");
        Answer alone = count("claude", "\"input\":\"x\",\"previous_response_id\":\"resp_1\"");
        assertThat(alone.status()).isEqualTo(400);
        assertThat(alone.json().at("/error/param").asString()).isEqualTo("previous_response_id");
    }

    @Test
    void a_failing_target_is_replaced_by_one_of_another_format() {
        upstream.script(
                Reply.json(529, "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}"));
        upstream.script(Reply.json(200, COUNT));
        assertThat(trail(count("first", "\"input\":\"x\""))).isEqualTo("claude;529 gpt;200");
    }

    @Test
    void a_model_that_cannot_count_says_so() {
        Answer answer = count("cohere", "\"input\":\"x\"");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text())
                .contains("The upstreams of the model 'cohere' do not have the operation token_count."
                        + " Those of these providers have it: anthropic, echo, gemini, openai, vertex.");
    }

    @Test
    void echo_counts_offline() {
        assertThat(count("echo", "\"input\":\"hello there\"").text())
                .isEqualTo("{\"object\":\"response.input_tokens\",\"input_tokens\":2}");
    }
}
