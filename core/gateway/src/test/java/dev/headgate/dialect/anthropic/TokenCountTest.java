package dev.headgate.dialect.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.dialect.Exchanged;
import dev.headgate.dialect.Translator.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenCountTest {
    private static Exchanged of(String members) {
        return Exchanged.of(Operation.TOKEN_COUNT, new AnthropicTranslation(), "claude-sonnet-4-5", members);
    }

    @Test
    void a_message_is_counted_without_what_does_not_count() {
        Exchanged e = of("""
                "input":"hi","instructions":"be brief","max_output_tokens":5,"temperature":0,
                "tools":[{"type":"function","name":"f","description":"d","parameters":{"type":"object"}}],
                "tool_choice":"required","user":7""");
        assertThat(e.sent())
                .hasToString(
                        "{\"model\":\"claude-sonnet-4-5\",\"system\":[{\"type\":\"text\",\"text\":\"be brief\"}],\"messages\":[{\"role\":\"user\","
                                + "\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}],\"tools\":[{\"name\":\"f\",\"description\":\"d\",\"input_schema\":"
                                + "{\"type\":\"object\"}}],\"tool_choice\":{\"type\":\"any\"}}");
        assertThat(e.dropped()).isEmpty();
        assertThat(e.answered("{\"input_tokens\": 14}"))
                .isEqualTo("{\"object\":\"response.input_tokens\",\"input_tokens\":14}");
    }

    @Test
    void on_vertex_the_question_is_the_same_and_names_the_model() {
        Exchanged e = Exchanged.of(
                Operation.TOKEN_COUNT,
                AnthropicTranslation.onVertex(),
                "claude-sonnet-4-5@20250929",
                "\"input\":\"hi\",\"max_output_tokens\":5");
        assertThat(e.sent())
                .hasToString("{\"model\":\"claude-sonnet-4-5@20250929\",\"messages\":[{\"role\":\"user\","
                        + "\"content\":[{\"type\":\"text\",\"text\":\"hi\"}]}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[", "{\"input_tokens\":-1}", "{\"input_tokens\":\"5\"}"})
    void an_answer_without_a_count_is_none(String answer) {
        assertThat(of("\"input\":\"hi\"").translator.answer(Body.of(answer))).isInstanceOf(Answer.Malformed.class);
    }

    @Test
    void an_error_is_one_under_any_status() {
        assertThat(of("\"input\":\"hi\"")
                        .translator
                        .answer(Body.of(
                                "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}}")))
                .isInstanceOf(Answer.Refused.class);
    }
}
