package dev.headgate.dialect.ollama;

import static dev.headgate.dialect.Exchanged.HELLO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.api.Body;
import dev.headgate.api.GatewayException;
import dev.headgate.dialect.Exchanged;
import dev.headgate.dialect.Translator.Answer;
import org.junit.jupiter.api.Test;

final class OllamaTranslationTest {
    private static final String ROLE = "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}";

    private static Exchanged of(String members) {
        return Exchanged.of(new OllamaTranslation(), "llama3.1", members);
    }

    private static String line(String message, String more) {
        return "{\"model\":\"llama3.1\",\"created_at\":\"2025-01-02T03:04:05.678Z\",\"message\":{\"role\":\"assistant\","
                + message + "}," + more + "}";
    }

    private static final String GOES_ON = "\"done\":false";
    private static final String STOP =
            "\"done\":true,\"done_reason\":\"stop\",\"prompt_eval_count\":9,\"eval_count\":4";

    @Test
    void a_request_with_most_in_it() {
        Exchanged e = of(
                "\"messages\":[{\"role\":\"developer\",\"content\":\"Be exact.\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image_url\",\"image_url\":"
                        + "{\"url\":\"data:image/png;base64,AAAA\"}}]},"
                        + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"t\",\"type\":\"function\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"n\\\":9007199254740993}\"}}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"b\"}],"
                        + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}],"
                        + "\"tool_choice\":\"required\",\"reasoning_effort\":\"low\","
                        + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"type\":\"object\"}}},"
                        + "\"temperature\":1.50,\"stop\":\"END\",\"max_tokens\":7,\"options\":{\"num_ctx\":8192},\"user\":\"u\"");
        assertThat(e.sent().toString())
                .isEqualTo("{\"model\":\"llama3.1\",\"messages\":[{\"role\":\"system\",\"content\":\"Be exact.\"},"
                        + "{\"role\":\"user\",\"content\":\"a\",\"images\":[\"AAAA\"]},"
                        + "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"f\","
                        + "\"arguments\":{\"n\":9007199254740993}}}]},"
                        + "{\"role\":\"tool\",\"content\":\"b\",\"tool_name\":\"f\"}],"
                        + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"type\":\"object\"}}}],"
                        + "\"format\":{\"type\":\"object\"},\"options\":{\"num_ctx\":8192,\"temperature\":1.50,"
                        + "\"num_predict\":7,\"stop\":[\"END\"]},\"think\":true,\"stream\":false}");
        assertThat(e.dropped()).containsExactly("tool_choice", "user");
    }

    @Test
    void an_image_that_would_have_to_be_fetched_is_refused() {
        assertThatThrownBy(
                        () -> of("\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":"
                                        + "{\"url\":\"https://a/b.png\"}}]}]")
                                .sent())
                .isInstanceOf(GatewayException.class);
    }

    @Test
    void calls_come_before_the_end_and_are_remembered_for_it() {
        assertThat(of(HELLO)
                        .lines(
                                line("\"content\":\"\",\"thinking\":\"hm\"", GOES_ON),
                                line(
                                        "\"content\":\"\",\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{\"n\":1.0}}},"
                                                + "{\"function\":{\"name\":\"g\",\"arguments\":{}}}]",
                                        GOES_ON),
                                line("\"content\":\"\"", STOP)))
                .containsExactly(
                        ROLE,
                        "{\"reasoning_content\":\"hm\"}",
                        start(0, "f"),
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"n\\\":1.0}\"}}]}",
                        start(1, "g"),
                        "{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]}",
                        "tool_calls",
                        "usage 9+4",
                        "[DONE]");
    }

    private static String start(int index, String name) {
        return "{\"tool_calls\":[{\"index\":" + index + ",\"id\":\"call_20250102030405678_" + index
                + "\",\"type\":\"function\",\"function\":{\"name\":\"" + name + "\",\"arguments\":\"\"}}]}";
    }

    @Test
    void a_line_with_an_error_is_one() {
        assertThat(of(HELLO).lines(line("\"content\":\"a\"", GOES_ON), "{\"error\":\"out of memory\"}"))
                .containsExactly(ROLE, "{\"content\":\"a\"}", "500 out of memory");
    }

    @Test
    void a_stream_that_stops_short_has_no_end() {
        assertThat(of(HELLO).lines(line("\"content\":\"a\"", GOES_ON))).containsExactly(ROLE, "{\"content\":\"a\"}");
    }

    @Test
    void a_model_that_was_only_loaded_has_not_answered() {
        assertThat(of(HELLO)
                        .translator
                        .answer(Body.of(line("\"content\":\"\"", "\"done\":true,\"done_reason\":\"load\""))))
                .isInstanceOf(Answer.Refused.class);
    }

    @Test
    void a_model_that_is_not_there_is_named_so() {
        assertThat(of(HELLO)
                        .translator
                        .error(404, Body.of("{\"error\":\"model 'x' not found\"}"))
                        .code())
                .contains("model_not_found");
    }
}
