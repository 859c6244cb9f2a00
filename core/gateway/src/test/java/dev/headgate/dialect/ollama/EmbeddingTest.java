package dev.headgate.dialect.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Operation;
import dev.headgate.dialect.Exchanged;
import org.junit.jupiter.api.Test;

final class EmbeddingTest {
    private static Exchanged of(String members) {
        return Exchanged.of(Operation.EMBEDDING, new OllamaTranslation(), "all-minilm", members);
    }

    @Test
    void a_request_goes_there_and_its_answer_back() {
        Exchanged e = of("\"input\":\"a\",\"dimensions\":64,\"options\":{\"num_ctx\":512},\"keep_alive\":\"5m\","
                + "\"encoding_format\":\"float\",\"user\":\"u\"");
        assertThat(e.sent())
                .hasToString("{\"model\":\"all-minilm\",\"input\":[\"a\"],\"dimensions\":64,"
                        + "\"options\":{\"num_ctx\":512},\"keep_alive\":\"5m\"}");
        assertThat(e.dropped()).containsExactly("user");
        assertThat(e.answer("{\"model\":\"all-minilm\",\"embeddings\":[[0.010071029,-0.0017594862]],"
                        + "\"total_duration\":14143917,\"load_duration\":1019500,\"prompt_eval_count\":8}"))
                .hasToString("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
                        + "\"embedding\":[0.010071029,-0.0017594862]}],\"model\":\"all-minilm\","
                        + "\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}");
    }
}
