package dev.headgate.dialect.openai;

import static dev.headgate.dialect.openai.Verdicts.array;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.dialect.RequestHead;
import dev.headgate.dialect.RequestReader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Completions and embeddings: what differs from chat. */
class TextRequestReadersTest {
    private static final RequestReader COMPLETION = new CompletionRequestReader();
    private static final RequestReader EMBEDDING = new EmbeddingRequestReader();

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void judges_text_or_tokens(String value, String verdict) {
        assertThat(Verdicts.of(EMBEDDING, "{\"model\":\"m\",\"input\":" + value + "}"))
                .isEqualTo(verdict);
        String prompt = verdict.replace("input", "prompt");
        assertThat(Verdicts.of(COMPLETION, "{\"model\":\"m\",\"prompt\":" + value + "}"))
                .isEqualTo(prompt);
    }

    static Stream<Arguments> judges_text_or_tokens() {
        String type = "400 invalid_type input";
        String value = "400 invalid_value input";
        return Stream.of(
                Arguments.of("\"x\"", "ok"),
                Arguments.of("[\"x\",\"y\"]", "ok"),
                Arguments.of("[0,1,2147483647]", "ok"),
                Arguments.of("[[1],[2,3]]", "ok"),
                Arguments.of("null", type),
                Arguments.of("5", type),
                Arguments.of("{}", type),
                Arguments.of("[]", value),
                Arguments.of("[[]]", value),
                Arguments.of("[\"x\",1]", type),
                Arguments.of("[[1],\"x\"]", type),
                Arguments.of("[[\"x\"]]", type),
                Arguments.of("[null]", type),
                Arguments.of("[-1]", value),
                Arguments.of("[4294967296]", value),
                Arguments.of("[1.0]", value),
                Arguments.of(array(16_384, "\"#\""), "ok"),
                Arguments.of(array(1_000_000, "\"\""), value));
    }

    @Test
    void refuses_empty_input_and_missing_text() {
        assertThat(Verdicts.of(EMBEDDING, "{\"model\":\"m\",\"input\":\"\"}")).isEqualTo("400 invalid_value input");
        assertThat(Verdicts.of(EMBEDDING, "{\"model\":\"m\"}")).isEqualTo("400 missing_required_parameter input");
        assertThat(Verdicts.of(COMPLETION, "{\"model\":\"m\"}")).isEqualTo("400 missing_required_parameter prompt");
        assertThat(Verdicts.of(EMBEDDING, "{\"input\":\"x\"}")).isEqualTo("400 missing_required_parameter model");
        assertThat(Verdicts.of(EMBEDDING, "{\"model\":\"m\",\"input\":\"x\",\"api_key\":\"k\"}"))
                .isEqualTo("400 unsupported_value api_key");
        assertThat(Verdicts.of(COMPLETION, "{\"model\":\"m\",\"prompt\":\"x\",\"best_of\":129}"))
                .isEqualTo("400 invalid_value best_of");
    }

    @Test
    void counts_every_answer_that_will_be_paid_for() {
        assertThat(completion("\"prompt\":\"x\",\"n\":2").choices()).isEqualTo(2);
        assertThat(completion("\"prompt\":\"x\",\"n\":2,\"best_of\":5").choices())
                .isEqualTo(5);
        assertThat(completion("\"prompt\":[\"x\",\"y\",\"z\"],\"n\":2").choices())
                .isEqualTo(6);
        assertThat(completion("\"prompt\":[1,2,3],\"n\":2").choices()).isEqualTo(2);
        assertThat(completion("\"prompt\":[[1],[2]]").choices()).isEqualTo(2);
        assertThat(EMBEDDING
                        .read(Body.of("{\"model\":\"m\",\"input\":[\"x\",\"y\"]}"))
                        .choices())
                .isEqualTo(1);
    }

    private static RequestHead completion(String members) {
        return COMPLETION.read(Body.of("{\"model\":\"m\"," + members + "}"));
    }
}
