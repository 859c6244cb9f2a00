package dev.headgate.dialect.cohere;

import static dev.headgate.dialect.Exchanged.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.dialect.Exchanged;
import dev.headgate.dialect.Translator.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class CohereTranslationTest {
    private static final String ROLE = "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}";
    private static final String START = "{\"type\":\"message-start\",\"id\":\"c\",\"delta\":{\"message\":{}}}";

    private static Exchanged of(String members) {
        return Exchanged.of(new CohereTranslation(), "command-a-reasoning-08-2025", members);
    }

    private static String event(String type, String message) {
        return "{\"type\":\"" + type + "\",\"index\":0,\"delta\":{\"message\":{" + message + "}}}";
    }

    private static String end(String reason) {
        return "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"" + reason
                + "\",\"usage\":{\"billed_units\":{\"input_tokens\":1},\"tokens\":{\"input_tokens\":9,\"output_tokens\":4}}}}";
    }

    @Test
    void a_request_with_most_in_it() {
        Exchanged e = of("\"messages\":[{\"role\":\"developer\",\"content\":\"Be exact.\"},"
                + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image_url\",\"image_url\":"
                + "{\"url\":\"https://a/b.png\"}},{\"type\":\"file\",\"file\":{\"file_data\":\"data:text/plain;base64,aMOp\"}}]},"
                + "{\"role\":\"assistant\",\"content\":\"I look.\",\"tool_calls\":[{\"id\":\"t\",\"type\":\"function\","
                + "\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"n\\\":1.0}\"}}]},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"b\"}],"
                + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"strict\":true}},"
                + "{\"type\":\"function\",\"function\":{\"name\":\"g\"}}],"
                + "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}},"
                + "\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"schema\":{\"type\":\"object\"}}},"
                + "\"temperature\":1.5,\"top_p\":0.90,\"top_k\":3,\"stop\":\"END\",\"max_tokens\":7,"
                + "\"reasoning_effort\":\"low\",\"user\":\"u\"");
        assertThat(e.sent().toString())
                .isEqualTo("{\"model\":\"command-a-reasoning-08-2025\",\"messages\":["
                        + "{\"role\":\"system\",\"content\":\"Be exact.\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"image_url\","
                        + "\"image_url\":{\"url\":\"https://a/b.png\"}}]},"
                        + "{\"role\":\"assistant\",\"tool_plan\":\"I look.\",\"tool_calls\":[{\"id\":\"t\","
                        + "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"n\\\":1.0}\"}}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"b\"}],"
                        + "\"documents\":[{\"data\":{\"text\":\"hé\"}}],"
                        + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":"
                        + "{\"type\":\"object\",\"properties\":{}}}}],\"strict_tools\":true,\"tool_choice\":\"REQUIRED\","
                        + "\"response_format\":{\"type\":\"json_object\",\"json_schema\":{\"type\":\"object\"}},"
                        + "\"max_tokens\":7,\"temperature\":1,\"p\":0.90,\"k\":3,\"stop_sequences\":[\"END\"],"
                        + "\"thinking\":{\"type\":\"enabled\",\"token_budget\":1024},\"stream\":false}");
        assertThat(e.dropped()).containsExactly("user");
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETE, stop",
        "STOP_SEQUENCE, stop",
        "MAX_TOKENS, length",
        "ERROR_LIMIT, length",
        "ERROR_TOXIC, content_filter",
        "ERROR, stop"
    })
    void why_it_ended_is_said_in_openais_words(String reason, String word) {
        assertThat(of(HELLO)
                        .deltas(START, event("content-delta", "\"content\":{\"text\":\"a\"}"), end(reason), "[DONE]"))
                .containsExactly(ROLE, "{\"content\":\"a\"}", word, "usage 9+4", "[DONE]");
    }

    @Test
    void calls_come_in_pieces_or_without_arguments() {
        assertThat(of(HELLO)
                        .deltas(
                                START,
                                event("tool-plan-delta", "\"tool_plan\":\"I look.\""),
                                call("t1"),
                                event(
                                        "tool-call-delta",
                                        "\"tool_calls\":{\"function\":{\"arguments\":\"{\\\"a\\\"\"}}"),
                                event("tool-call-delta", "\"tool_calls\":{\"function\":{\"arguments\":\":1}\"}}"),
                                "{\"type\":\"tool-call-end\",\"index\":0}",
                                call("t2"),
                                "{\"type\":\"tool-call-end\",\"index\":1}",
                                end("TOOL_CALL")))
                .containsExactly(
                        ROLE,
                        start(0, "t1"),
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"a\\\"\"}}]}",
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\":1}\"}}]}",
                        start(1, "t2"),
                        "{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]}",
                        "tool_calls",
                        "usage 9+4",
                        "[DONE]");
    }

    private static String call(String id) {
        return event(
                "tool-call-start",
                "\"tool_calls\":{\"id\":\"" + id
                        + "\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}");
    }

    private static String start(int index, String id) {
        return "{\"tool_calls\":[{\"index\":" + index + ",\"id\":\"" + id
                + "\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}";
    }

    @Test
    void an_end_by_an_error_with_nothing_said_is_one() {
        assertThat(
                        of(HELLO)
                                .deltas(
                                        START,
                                        "{\"type\":\"message-end\",\"delta\":{\"finish_reason\":\"ERROR\",\"error\":\"broken\"}}"))
                .containsExactly(ROLE, "502 broken");
    }

    @Test
    void a_stream_that_stops_short_has_no_end() {
        assertThat(of(HELLO).deltas(START, event("content-delta", "\"content\":{\"text\":\"a\"}")))
                .containsExactly(ROLE, "{\"content\":\"a\"}");
    }

    @Test
    void what_is_cited_is_kept() {
        JsonNode message = of(HELLO)
                .answer("{\"id\":\"c\",\"finish_reason\":\"COMPLETE\",\"message\":{\"content\":[{\"type\":\"text\","
                        + "\"text\":\"So.\"}],\"citations\":[{\"start\":0,\"end\":2,\"text\":\"So\"}]}}")
                .at("/choices/0/message");
        assertThat(message.at("/citations/0/end").asInt()).isEqualTo(2);
    }

    @Test
    void an_error_in_the_clothes_of_a_success_is_one() {
        assertThat(of(HELLO).translator.answer(Body.of("{\"id\":\"c\",\"message\":\"no such model\"}")))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        r -> assertThat(r.error().message()).isEqualTo("no such model"));
    }
}
