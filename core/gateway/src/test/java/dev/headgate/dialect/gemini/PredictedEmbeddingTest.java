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

final class PredictedEmbeddingTest {
    private static Exchanged of(String members) {
        return Exchanged.of(Operation.EMBEDDING, GeminiTranslation.onVertex(), "text-embedding-005", members);
    }

    @Test
    void each_text_becomes_an_instance() {
        assertThat(of("\"input\":[\"caf\\u00e9\",\"b\"],\"dimensions\":256,\"task_type\":\"RETRIEVAL_DOCUMENT\","
                                + "\"title\":\"t\",\"auto_truncate\":false,\"encoding_format\":\"base64\"")
                        .sent())
                .hasToString("{\"instances\":["
                        + "{\"content\":\"café\",\"task_type\":\"RETRIEVAL_DOCUMENT\",\"title\":\"t\"},"
                        + "{\"content\":\"b\",\"task_type\":\"RETRIEVAL_DOCUMENT\",\"title\":\"t\"}],"
                        + "\"parameters\":{\"outputDimensionality\":256,\"autoTruncate\":false}}");
    }

    @Test
    void nothing_is_asked_for_that_the_caller_has_not_said() {
        assertThat(of("\"input\":\"a\"").sent()).hasToString("{\"instances\":[{\"content\":\"a\"}]}");
    }

    @Test
    void googles_own_members_are_understood_in_camel_case_too() {
        assertThat(of("\"input\":\"a\",\"taskType\":\"CLUSTERING\",\"autoTruncate\":true")
                        .sent())
                .hasToString("{\"instances\":[{\"content\":\"a\",\"task_type\":\"CLUSTERING\"}],"
                        + "\"parameters\":{\"autoTruncate\":true}}");
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
    void vectors_come_back_in_order_and_the_tokens_of_all_texts_in_one() {
        assertThat(of("\"input\":[\"a\",\"b\"]")
                        .answered(
                                "{\"predictions\":[{\"embeddings\":{\"statistics\":{\"token_count\":5,\"truncated\":false},"
                                        + "\"values\":[-0.018445116, 1.0,2e-5]}},"
                                        + "{\"embeddings\":{\"values\":[1],\"statistics\":{\"truncated\":false,\"token_count\":6}}}],"
                                        + "\"metadata\":{\"billableCharacterCount\":35}}"))
                .isEqualTo("{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,\"embedding\":"
                        + "[-0.018445116, 1.0,2e-5]},{\"object\":\"embedding\",\"index\":1,\"embedding\":[1]}],"
                        + "\"model\":\"text-embedding-005\","
                        + "\"usage\":{\"prompt_tokens\":11,\"total_tokens\":11}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "{",
                "{\"predictions\":[{\"embeddings\":{\"values\":[1]}}]}",
                "{\"predictions\":[{\"embeddings\":{\"values\":[1]}},{\"embeddings\":{\"values\":[\"x\"]}}]}",
                "{\"predictions\":[{\"embeddings\":{\"values\":[1]}},{\"embeddings\":[1]}]}",
                "{\"predictions\":[{\"embeddings\":{\"values\":[1]}},{\"textEmbedding\":[1]}]}",
                "{\"predictions\":{}}"
            })
    void anything_else_is_no_answer(String answer) {
        assertThat(of("\"input\":[\"a\",\"b\"]").translator.answer(Body.of(answer)))
                .isInstanceOf(Answer.Malformed.class);
    }

    @Test
    void an_error_is_one_under_any_status() {
        String error = "{\"error\":{\"code\":404,\"message\":\"no\",\"status\":\"NOT_FOUND\"}}";
        assertThat(of("\"input\":\"a\"").translator.answer(Body.of(error))).isInstanceOf(Answer.Refused.class);
        assertThat(of("\"input\":\"a\"").translator.error(404, Body.of(error)))
                .satisfies(e -> assertThat(e.message()).isEqualTo("no"));
    }
}
