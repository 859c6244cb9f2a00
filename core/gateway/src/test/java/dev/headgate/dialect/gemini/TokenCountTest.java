package dev.headgate.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.api.Operation;
import dev.headgate.dialect.Exchanged;
import org.junit.jupiter.api.Test;

final class TokenCountTest {
    @Test
    void the_whole_request_is_counted() {
        Exchanged e = Exchanged.of(
                Operation.TOKEN_COUNT,
                new GeminiTranslation(),
                "gemini-2.5-flash",
                "\"input\":\"hi\",\"instructions\":\"be brief\"");
        assertThat(e.sent())
                .hasToString("{\"generateContentRequest\":{\"model\":\"models/gemini-2.5-flash\","
                        + "\"systemInstruction\":{\"parts\":[{\"text\":\"be brief\"}]},"
                        + "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}]}}");
        assertThat(e.answer("{\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":12}],\"totalTokens\":12}"))
                .hasToString("{\"object\":\"response.input_tokens\",\"input_tokens\":12}");
    }

    private static Exchanged onVertex(String members) {
        return Exchanged.of(Operation.TOKEN_COUNT, GeminiTranslation.onVertex(), "gemini-2.5-flash", members);
    }

    @Test
    void on_vertex_that_of_the_request_is_sent_which_counts() {
        Exchanged e = onVertex("""
                "input":"hi","instructions":"be brief","safety_settings":[{"category":"c"}],"labels":{"a":"b"},
                "tools":[{"type":"function","name":"f","description":"d"}],"tool_choice":"required",
                "reasoning":{"effort":"low"}""");
        assertThat(e.sent())
                .hasToString(
                        "{\"systemInstruction\":{\"parts\":[{\"text\":\"be brief\"}]},"
                                + "\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]}],"
                                + "\"tools\":[{\"functionDeclarations\":[{\"name\":\"f\",\"description\":\"d\"}]}],"
                                + "\"generationConfig\":{\"thinkingConfig\":{\"thinkingBudget\":1024,\"includeThoughts\":true}}}");
        assertThat(e.dropped()).isEmpty();
        assertThat(e.answered("{\"totalTokens\":12,\"totalBillableCharacters\":47}"))
                .isEqualTo("{\"object\":\"response.input_tokens\",\"input_tokens\":12}");
    }

    @Test
    void what_is_cached_cannot_be_counted_on_vertex() {
        Exchanged e = onVertex("\"input\":\"hi\",\"cached_content\":\"cachedContents/1\"");
        assertThat(e.sent().toString()).doesNotContain("cachedContent");
        assertThat(e.dropped()).containsExactly("cached_content");
        assertThatThrownBy(() -> onVertex("\"input\":\"hi\",\"cachedContent\":\"x\",\"strict\":true")
                        .sent())
                .hasMessageContaining("cachedContent cannot be sent to this model");
    }
}
