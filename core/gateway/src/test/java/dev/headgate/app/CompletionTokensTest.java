package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The one member of OpenAI's that its reasoning models know by another name only. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CompletionTokensTest {
    private final FakeUpstream upstream = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start("""
            upstreams:
              openai: { provider: openai, base-url: "%1$s", api-key: k }
              azure: { provider: azure, base-url: "%1$s", api-key: k }
              xai: { provider: xai, base-url: "%1$s", api-key: k }
              ours: { provider: openai-compatible, base-url: "%1$s" }
            models:
              "openai/*": openai/*
              "azure/*": azure/*
              "xai/*": xai/*
              "ours/*": ours/*
            """.formatted(upstream.url()));

    @AfterAll
    void close() {
        gateway.close();
        upstream.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                    openai/o1                    | "max_tokens" :5               | "max_completion_tokens" :5
                    openai/o3-mini-2025-01-31    | "max_tokens":5                | "max_completion_tokens":5
                    openai/ft:o4-mini:acme::a1   | "max_t\\u006fkens": 5         | "max_completion_tokens": 5
                    openai/gpt-5                 | "max_tokens":5,"user":"u"     | "max_completion_tokens":5,"user":"u"
                    openai/gpt-5.1-mini          | "max_tokens":5                | "max_completion_tokens":5
                    azure/team-gpt-5-mini        | "max_tokens":5                | "max_completion_tokens":5
                    openai/gpt-5                 | "max_completion_tokens":5     | "max_completion_tokens":5
                    openai/gpt-5                 | "max_tokens":5,"max_completion_tokens":6 | "max_tokens":5,"max_completion_tokens":6
                    openai/gpt-5                 | "max_tokens":null             | "max_tokens":null
                    openai/gpt-4o                | "max_tokens":5                | "max_tokens":5
                    openai/gpt-4.1-mini          | "max_tokens":5                | "max_tokens":5
                    azure/gpt-35-turbo           | "max_tokens":5                | "max_tokens":5
                    azure/ours                   | "max_tokens":5                | "max_tokens":5
                    xai/o1                       | "max_tokens":5                | "max_tokens":5
                    ours/gpt-5                   | "max_tokens":5                | "max_tokens":5
                    """)
    void a_limit_is_called_as_the_model_knows_it(String model, String said, String sent) {
        upstream.always(OpenAiReplies.chat("x"));
        String request = "{\"model\":\"" + model
                + "\", \"messages\":[{\"role\":\"user\",\"content\":\"\\\"max_tokens\\\":1\"}] ,";
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            assertThat(client.post("/v1/chat/completions", request + said + "}")
                            .read()
                            .status())
                    .isEqualTo(200);
        }
        assertThat(upstream.received().getLast().body().text())
                .isEqualTo(request.replaceFirst("\"model\":\"[a-z]+/", "\"model\":\"") + sent + "}");
    }
}
