package dev.headgate.dialect.cohere;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.dialect.Exchanged;
import dev.headgate.dialect.Translator.Answer;
import org.junit.jupiter.api.Test;

final class RerankTest {
    private static final String ANSWER = "{\"id\":\"x\", \"results\":[{\"index\":1,\"relevance_score\":0.90},"
            + "{\"index\":0,\"relevance_score\":1e-2}],\"meta\":{\"billed_units\":{\"search_units\":1}}}";

    private static Exchanged of(String body) {
        return Exchanged.of(Operation.RERANK, new CohereTranslation(), "rerank-v3.5", body);
    }

    private static String sent(Exchanged e) {
        return e.translator.request().body().text();
    }

    @Test
    void what_cohere_speaks_passes_byte_for_byte() {
        String body =
                "{ \"model\" : \"%s\",\"x\":1.0,\"query\":\"q\",\"documents\":[\"caf\\u00e9\", \"b\"],\"top_n\":2}";
        Exchanged e = of(body.formatted("m"));
        assertThat(sent(e)).isEqualTo(body.formatted("rerank-v3.5"));
        Body answer = Body.of(ANSWER);
        assertThat(e.translator.answer(answer)).isEqualTo(new Answer.Translated(answer));
    }

    @Test
    void objects_are_sent_as_their_texts_and_repeated_as_they_came() {
        Exchanged e = of("{\"model\":\"m\",\"query\":\"q\",\"documents\":[{\"text\":\"a\",\"title\":\"t\"},\"b\"],"
                + "\"return_documents\":true,\"top_n\":2}");
        assertThat(sent(e))
                .isEqualTo("{\"model\":\"rerank-v3.5\",\"query\":\"q\",\"top_n\":2,\"documents\":[\"a\",\"b\"]}");
        assertThat(e.answered(ANSWER))
                .isEqualTo(
                        "{\"id\":\"x\", \"results\":[{\"index\":1,\"relevance_score\":0.90,\"document\":{\"text\":\"b\"}},"
                                + "{\"index\":0,\"relevance_score\":1e-2,\"document\":{\"text\":\"a\",\"title\":\"t\"}}],"
                                + "\"meta\":{\"billed_units\":{\"search_units\":1}}}");
    }

    @Test
    void what_the_newer_version_has_not_is_named() {
        assertThat(of("{\"model\":\"m\",\"query\":\"q\",\"documents\":[\"a\"],\"rank_fields\":[\"text\"],"
                                + "\"max_chunks_per_doc\":3}")
                        .dropped())
                .containsExactly("rank_fields", "max_chunks_per_doc");
    }

    @Test
    void an_object_without_a_text_is_refused() {
        assertThatThrownBy(() -> sent(of("{\"model\":\"m\",\"query\":\"q\",\"documents\":[\"a\",{\"image\":\"u\"}]}")))
                .hasMessageContaining("documents[1] cannot be sent to this model");
    }
}
