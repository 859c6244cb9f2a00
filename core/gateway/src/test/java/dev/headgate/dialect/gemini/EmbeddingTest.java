package dev.headgate.dialect.gemini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.dialect.Exchanged;
import dev.headgate.dialect.Translator.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EmbeddingTest {
    private static Exchanged of(String members) {
        return Exchanged.of(Operation.EMBEDDING, new GeminiTranslation(), "gemini-embedding-001", members);
    }

    @Test
    void each_text_becomes_a_request_of_the_batch() {
        assertThat(of("\"input\":[\"caf\\u00e9\",\"b\"],\"dimensions\":768,\"task_type\":\"RETRIEVAL_QUERY\","
                                + "\"title\":\"t\",\"encoding_format\":\"base64\"")
                        .sent())
                .hasToString("{\"requests\":["
                        + "{\"model\":\"models/gemini-embedding-001\",\"content\":{\"parts\":[{\"text\":\"café\"}]},"
                        + "\"taskType\":\"RETRIEVAL_QUERY\",\"title\":\"t\",\"outputDimensionality\":768},"
                        + "{\"model\":\"models/gemini-embedding-001\",\"content\":{\"parts\":[{\"text\":\"b\"}]},"
                        + "\"taskType\":\"RETRIEVAL_QUERY\",\"title\":\"t\",\"outputDimensionality\":768}]}");
    }

    @Test
    void what_has_no_place_is_named() {
        assertThat(of("\"input\":\"a\",\"user\":\"u\",\"input_type\":\"query\",\"x\":null")
                        .dropped())
                .containsExactly("user", "input_type");
        assertThatThrownBy(() ->
                        of("\"input\":\"a\",\"user\":\"u\",\"strict\":true").sent())
                .hasMessageContaining("user cannot be sent to this model");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[1,2]", "[[1],[2]]"})
    void token_ids_are_refused(String input) {
        assertThatThrownBy(() -> of("\"input\":" + input).sent())
                .hasMessageContaining("input cannot be sent to this model: it takes texts, not token ids.");
    }

    @Test
    void vectors_come_back_in_order_as_they_are_written() {
        assertThat(of("\"input\":[\"a\",\"b\"]")
                        .answered(
                                "{\"embeddings\":[{\"values\":[-0.018445116, 1.0,2e-5]},{\"values\":[1],\"shape\":[1]}],"
                                        + "\"usageMetadata\":{\"promptTokenCount\":5,\"promptTokensDetails\":[{}]}}"))
                .isEqualTo("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":"
                        + "[-0.018445116, 1.0,2e-5]},{\"object\":\"embedding\",\"index\":1,\"embedding\":[1]}],"
                        + "\"model\":\"gemini-embedding-001\","
                        + "\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{\"embeddings\":[{\"values\":[1]}]}",
                "{\"embeddings\":[{\"values\":[1]},{\"values\":[\"x\"]}]}",
                "{\"embeddings\":[{\"values\":[1]},{\"values\":null}]}",
                "{\"embeddings\":{}}"
            })
    void anything_else_is_no_answer(String answer) {
        assertThat(of("\"input\":[\"a\",\"b\"]").translator.answer(Body.of(answer)))
                .isInstanceOf(Answer.Malformed.class);
    }

    @Test
    void an_error_is_one_under_any_status() {
        assertThat(of("\"input\":\"a\"").translator.answer(Body.of("{\"error\":{\"code\":404,\"message\":\"no\"}}")))
                .isInstanceOf(Answer.Refused.class);
        assertThat(of("\"input\":\"a\"")
                        .translator
                        .error(404, Body.of("{\"error\":{\"code\":404,\"message\":\"no\"}}")))
                .satisfies(e -> assertThat(e.message()).isEqualTo("no"));
    }
}
