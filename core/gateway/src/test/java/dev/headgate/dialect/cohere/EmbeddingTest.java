package dev.headgate.dialect.cohere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.api.Operation;
import dev.headgate.dialect.Exchanged;
import org.junit.jupiter.api.Test;

final class EmbeddingTest {
    private static Exchanged of(String members) {
        return Exchanged.of(Operation.EMBEDDING, new CohereTranslation(), "embed-v4.0", members);
    }

    @Test
    void a_text_is_a_document_unless_it_is_said_to_be_something_else() {
        assertThat(of("\"input\":\"a\"").sent())
                .hasToString("{\"model\":\"embed-v4.0\",\"texts\":[\"a\"],\"input_type\":\"search_document\","
                        + "\"embedding_types\":[\"float\"]}");
        assertThat(of("\"input\":[\"a\",\"b\"],\"input_type\":\"search_query\",\"embedding_types\":[\"int8\"],"
                                + "\"dimensions\":256,\"truncate\":\"END\",\"max_tokens\":9,\"encoding_format\":\"float\"")
                        .sent())
                .hasToString("{\"model\":\"embed-v4.0\",\"texts\":[\"a\",\"b\"],\"input_type\":\"search_query\","
                        + "\"embedding_types\":[\"int8\"],\"output_dimension\":256,\"truncate\":\"END\","
                        + "\"max_tokens\":9}");
    }

    @Test
    void two_types_of_one_vector_are_refused() {
        assertThatThrownBy(() -> of("\"input\":\"a\",\"embedding_types\":[\"float\",\"int8\"]")
                        .sent())
                .hasMessageContaining("embedding_types cannot be sent to this model");
    }

    @Test
    void vectors_come_back_whatever_their_type() {
        assertThat(of("\"input\":[\"a\",\"b\"],\"user\":\"u\"").answer("""
                        {"id":"x","texts":["a","b"],"embeddings":{"int8":[[1,-2],[3,4]]},
                         "meta":{"api_version":{"version":"2"},"billed_units":{"input_tokens":10,"image_tokens":0}}}"""))
                .hasToString("{\"object\":\"list\",\"data\":["
                        + "{\"object\":\"embedding\",\"index\":0,\"embedding\":[1,-2]},"
                        + "{\"object\":\"embedding\",\"index\":1,\"embedding\":[3,4]}],\"model\":\"embed-v4.0\","
                        + "\"usage\":{\"prompt_tokens\":10,\"total_tokens\":10}}");
    }
}
