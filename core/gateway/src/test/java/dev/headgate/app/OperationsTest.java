package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which operations a model has follows from the providers behind it. */
final class OperationsTest {
    private static final String ENTRY = "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
            + "\"embedding\":[0.5]}],\"model\":\"m\",\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1}}";

    private final FakeUpstream claude = new FakeUpstream();
    private final FakeUpstream gpt = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start("""
            upstreams:
              claude: { provider: anthropic, base-url: "%s", api-key: key-of-ours-1234 }
              gpt: { provider: openai-compatible, base-url: "%s" }
              voyage: { provider: voyage, api-key: key-of-ours-1234 }
            models:
              claude: claude/claude-sonnet-4-5
              vectors: voyage/voyage-3.5
              both: { targets: [ claude/claude-sonnet-4-5, gpt/real ] }
            """.formatted(claude.url(), gpt.url()));

    @AfterEach
    void close() {
        claude.close();
        gpt.close();
        gateway.close();
    }

    private Answer embed(String model) {
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            return client.post("/v1/embeddings", "{\"model\":\"" + model + "\",\"input\":\"hello\"}")
                    .read();
        }
    }

    @Test
    void a_model_that_lacks_the_operation_says_so_and_who_has_it() {
        Answer answer = embed("claude");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text())
                .contains("\"The upstreams of the model 'claude' do not have the operation embedding."
                        + " Those of these providers have it: openai-compatible, voyage.\"")
                .contains("\"param\":\"model\"", "\"code\":\"unsupported_operation\"");
        assertThat(claude.requests()).isZero();
    }

    @Test
    void a_target_that_lacks_the_operation_is_passed_over() {
        gpt.script(Reply.json(200, ENTRY));
        Answer answer = embed("both");
        assertThat(answer.text()).isEqualTo(ENTRY);
        assertThat(Failover.trail(answer)).isEqualTo("gpt;200");
        assertThat(claude.requests()).isZero();
    }

    @Test
    void a_model_without_chats_is_explained_by_what_it_has() {
        try (RawClient client = RawClient.connect(gateway.adminUrl().toString())) {
            assertThat(client.get("/explain?model=vectors").read().text())
                    .contains("\"operation\" : \"embedding\"", "asks voyage/voyage-3.5");
            assertThat(client.get("/explain?model=both").read().text()).doesNotContain("operation");
        }
    }

    @Test
    void a_target_that_fails_does_not_lack_the_operation() {
        gpt.always(OpenAiReplies.error(503, "unavailable", "busy"));
        assertThat(embed("both").status()).isEqualTo(502);
    }
}
