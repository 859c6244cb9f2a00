package dev.headgate.dialect.bedrock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.api.Operation;
import dev.headgate.dialect.Exchanged;
import org.junit.jupiter.api.Test;

/** Embeddings and counts of tokens. */
final class OtherOperationsTest {
    private static Exchanged embedding(String model, String members) {
        return Exchanged.of(Operation.EMBEDDING, new ConverseTranslation(), model, members);
    }

    @Test
    void titan_embeds_one_text() {
        Exchanged e = embedding(
                "amazon.titan-embed-text-v2:0",
                "\"input\":[\"caf\\u00e9\"],\"dimensions\":256,\"normalize\":true,\"encoding_format\":\"base64\",\"user\":\"u\"");
        assertThat(e.translator.request().body().text())
                .isEqualTo("{\"inputText\":\"caf\\u00e9\",\"dimensions\":256,\"normalize\":true}");
        assertThat(e.dropped()).containsExactly("user");
        assertThat(e.answered("{\"embedding\":[-0.5, 1e-3],\"embeddingsByType\":{\"float\":[-0.5, 1e-3]},"
                        + "\"inputTextTokenCount\":4}"))
                .isEqualTo("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
                        + "\"embedding\":[-0.5, 1e-3]}],\"model\":\"amazon.titan-embed-text-v2:0\","
                        + "\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}");
        assertThatThrownBy(() -> embedding("amazon.titan-embed-text-v2:0", "\"input\":[\"a\",\"b\"]")
                        .sent())
                .hasMessageContaining("input cannot be sent to this model: it embeds one text at a time");
    }

    @Test
    void the_first_titan_knows_no_dimensions() {
        Exchanged e = embedding("amazon.titan-embed-text-v1", "\"input\":\"a\",\"dimensions\":256");
        assertThat(e.sent()).hasToString("{\"inputText\":\"a\"}");
        assertThat(e.dropped()).containsExactly("dimensions");
    }

    @Test
    void cohere_embeds_many() {
        Exchanged e =
                embedding("eu.cohere.embed-v4:0", "\"input\":[\"a\",\"b\"],\"dimensions\":512,\"truncate\":\"END\"");
        assertThat(e.sent())
                .hasToString("{\"texts\":[\"a\",\"b\"],\"input_type\":\"search_document\","
                        + "\"output_dimension\":512,\"truncate\":\"END\"}");
        String list = "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":[1]},"
                + "{\"object\":\"embedding\",\"index\":1,\"embedding\":[2]}],\"model\":\"eu.cohere.embed-v4:0\","
                + "\"usage\":{\"prompt_tokens\":0,\"total_tokens\":0}}";
        assertThat(e.answered("{\"id\":\"x\",\"texts\":[\"a\",\"b\"],\"embeddings\":[[1],[2]]}"))
                .isEqualTo(list);
        assertThat(e.answered("{\"embeddings\":{\"float\":[[1],[2]]},\"response_type\":\"embeddings_by_type\"}"))
                .isEqualTo(list);
    }

    @Test
    void a_model_of_another_kind_is_refused() {
        assertThatThrownBy(() -> embedding("anthropic.claude-sonnet-4-5-20250929-v1:0", "\"input\":\"a\""))
                .hasMessageContaining("model cannot be sent to this model");
    }

    @Test
    void a_converse_request_is_counted_without_what_does_not_count() {
        Exchanged e = Exchanged.of(
                Operation.TOKEN_COUNT,
                new ConverseTranslation(),
                "anthropic.claude-sonnet-4-20250514-v1:0",
                "\"input\":\"hi\",\"instructions\":\"be brief\",\"max_output_tokens\":9");
        assertThat(e.sent())
                .hasToString(
                        "{\"input\":{\"converse\":{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"hi\"}]}],"
                                + "\"system\":[{\"text\":\"be brief\"}]}}}");
        assertThat(e.answered("{\"inputTokens\":375}"))
                .isEqualTo("{\"object\":\"response.input_tokens\",\"input_tokens\":375}");
    }
}
