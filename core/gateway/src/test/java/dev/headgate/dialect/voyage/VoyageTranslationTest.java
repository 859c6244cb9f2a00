package dev.headgate.dialect.voyage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.dialect.Exchanged;
import dev.headgate.dialect.Translator.Answer;
import org.junit.jupiter.api.Test;

final class VoyageTranslationTest {
    private static Exchanged of(Operation operation, String members) {
        return Exchanged.of(operation, new VoyageTranslation(), "v", members);
    }

    @Test
    void embeddings_differ_in_names() {
        Exchanged e = of(
                Operation.EMBEDDING,
                "\"input\":\"a\",\"dimensions\":256,\"input_type\":\"query\",\"encoding_format\":\"float\",\"user\":\"u\"");
        assertThat(e.sent())
                .hasToString("{\"model\":\"v\",\"input\":[\"a\"],\"input_type\":\"query\",\"output_dimension\":256}");
        assertThat(e.dropped()).containsExactly("user");
        assertThat(e.answer("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"embedding\":[0.5,1e-3],"
                        + "\"index\":0}],\"model\":\"v\",\"usage\":{\"total_tokens\":4}}"))
                .hasToString("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
                        + "\"embedding\":[0.5,0.001]}],\"model\":\"v\","
                        + "\"usage\":{\"prompt_tokens\":4,\"total_tokens\":4}}");
    }

    @Test
    void rerankings_differ_in_names() {
        Exchanged e = of(
                Operation.RERANK,
                "\"query\":\"q\",\"documents\":[\"a\",{\"text\":\"b\"}],\"top_n\":1,\"return_documents\":true,"
                        + "\"truncation\":false,\"max_tokens_per_doc\":5");
        assertThat(e.sent())
                .hasToString("{\"model\":\"v\",\"query\":\"q\",\"documents\":[\"a\",\"b\"],\"top_k\":1,"
                        + "\"truncation\":false}");
        assertThat(e.dropped()).containsExactly("max_tokens_per_doc");
        assertThat(e.answered("{\"object\":\"list\",\"data\":[{\"relevance_score\":0.4375,"
                        + "\"index\":1}],\"model\":\"v\",\"usage\":{\"total_tokens\":26}}"))
                .isEqualTo("{\"model\":\"v\",\"results\":[{\"index\":1,"
                        + "\"relevance_score\":0.4375,\"document\":{\"text\":\"b\"}}],"
                        + "\"usage\":{\"prompt_tokens\":26,\"total_tokens\":26}}");
    }

    @Test
    void an_error_is_its_detail() {
        Exchanged e = of(Operation.RERANK, "\"query\":\"q\",\"documents\":[\"a\"]");
        assertThat(e.translator
                        .error(400, Body.of("{\"detail\":\"Model x is not supported.\"}"))
                        .message())
                .isEqualTo("Model x is not supported.");
        assertThat(e.translator.answer(Body.of("{\"detail\":\"busy\"}"))).isInstanceOf(Answer.Refused.class);
    }
}
