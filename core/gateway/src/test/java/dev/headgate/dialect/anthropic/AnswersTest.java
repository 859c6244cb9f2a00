package dev.headgate.dialect.anthropic;

import static dev.headgate.dialect.Exchanged.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.dialect.Exchanged;
import dev.headgate.dialect.Keepsakes;
import dev.headgate.dialect.Translator.Answer;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Whole answers and errors, and both of streams that no recording has. */
final class AnswersTest {
    private static Exchanged of(String model, String members) {
        return Exchanged.of(new AnthropicTranslation(), model, members);
    }

    private static final String START =
            "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"c\",\"usage\":{\"input_tokens\":3,"
                    + "\"cache_read_input_tokens\":4,\"output_tokens\":1}}}";
    private static final String ROLE = "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}";
    private static final String STOP = "{\"type\":\"message_stop\"}";

    private final Exchanged exchanged = of("claude-sonnet-4-5", HELLO);

    private static String message(String content, String reason) {
        return "{\"id\":\"msg_1\",\"type\":\"message\",\"model\":\"c\",\"content\":[" + content
                + "],\"stop_reason\":\"" + reason + "\",\"usage\":{\"input_tokens\":3,"
                + "\"cache_creation_input_tokens\":5,\"output_tokens\":7,"
                + "\"output_tokens_details\":{\"thinking_tokens\":2}}}";
    }

    private static String text(String text) {
        return "{\"type\":\"text\",\"text\":\"" + text + "\"}";
    }

    @Test
    void usage_is_counted_with_what_the_cache_gave_and_took() {
        JsonNode usage = exchanged.answer(message(text("a"), "end_turn")).path("usage");
        assertThat(usage.toString())
                .isEqualTo("{\"prompt_tokens\":8,\"completion_tokens\":7,\"total_tokens\":15,"
                        + "\"prompt_tokens_details\":{\"cache_write_tokens\":5},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":2}}");
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, stop",
        "stop_sequence, stop",
        "pause_turn, stop",
        "max_tokens, length",
        "model_context_window_exceeded, length",
        "tool_use, tool_calls",
        "refusal, content_filter",
        "something_new, stop"
    })
    void why_it_ended_is_said_in_openais_words(String reason, String word) {
        JsonNode answer = exchanged.answer(message(text("a"), reason));
        assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo(word);
    }

    @Test
    void numbers_in_arguments_stay_what_they_are() {
        JsonNode call = exchanged
                .answer(message(
                        "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{\"n\": 9007199254740993,\"x\":1.0,"
                                + "\"s\":\"a\\\"\\n✓\"}}",
                        "tool_use"))
                .at("/choices/0/message/tool_calls/0");
        assertThat(call.at("/function/arguments").asString())
                .isEqualTo("{\"n\": 9007199254740993,\"x\":1.0,\"s\":\"a\\\"\\n✓\"}");
    }

    @Test
    void what_is_cited_from_the_web_is_annotated_where_it_stands() {
        JsonNode message = exchanged
                .answer(message(
                        text("\\u00e9\\ud83d\\ude00.") + ",{\"type\":\"text\",\"text\":\"So.\",\"citations\":["
                                + "{\"type\":\"web_search_result_location\",\"url\":\"https://a.b\",\"title\":\"A\"},"
                                + "{\"type\":\"char_location\",\"document_index\":0}]}",
                        "end_turn"))
                .at("/choices/0/message");
        assertThat(message.path("annotations").toString())
                .isEqualTo("[{\"type\":\"url_citation\",\"url_citation\":{\"start_index\":3,\"end_index\":6,"
                        + "\"url\":\"https://a.b\",\"title\":\"A\"}}]");
        assertThat(message.at("/citations/0/document_index").asInt()).isZero();
    }

    @Test
    void functions_of_old_are_answered_as_such() {
        Exchanged old = of("claude-sonnet-4-5", HELLO + ",\"functions\":[{\"name\":\"f\"}]");
        JsonNode choice = old.answer(
                        message("{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{\"a\":1}}", "tool_use"))
                .at("/choices/0");
        assertThat(choice.at("/message/function_call").toString())
                .isEqualTo("{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1}\"}");
        assertThat(choice.path("finish_reason").asString()).isEqualTo("function_call");
        assertThat(old.deltas(
                        START,
                        "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"tool_use\",\"id\":\"t\","
                                + "\"name\":\"f\",\"input\":{}}}",
                        "{\"type\":\"content_block_stop\",\"index\":0}",
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"tool_use\"},\"usage\":{\"output_tokens\":9}}",
                        STOP))
                .containsExactly(
                        ROLE,
                        "{\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}}",
                        "{\"function_call\":{\"arguments\":\"{}\"}}",
                        "function_call",
                        "usage 7+9",
                        "[DONE]");
    }

    @Test
    void a_refusal_gives_its_reason() {
        assertThat(exchanged.deltas(
                        START,
                        "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"refusal\",\"stop_details\":"
                                + "{\"explanation\":\"No.\"}},\"usage\":{\"output_tokens\":2}}",
                        STOP))
                .containsExactly(ROLE, "{\"refusal\":\"No.\"}", "content_filter", "usage 7+2", "[DONE]");
    }

    @Test
    void a_stream_that_stops_short_has_no_end() {
        assertThat(
                        exchanged.deltas(
                                START,
                                "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"a\"}}",
                                "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":2}}"))
                .containsExactly(ROLE, "{\"content\":\"a\"}");
    }

    @Test
    void an_error_in_a_stream_is_one_and_nothing_follows_it() {
        assertThat(exchanged.deltas(
                        START,
                        "{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
                        STOP))
                .containsExactly(ROLE, "529 Overloaded");
    }

    @Test
    void what_is_no_event_is_malformed() {
        assertThat(exchanged.deltas(START, "{\"type\":")).containsExactly(ROLE, "sent an event that cannot be read");
    }

    @Test
    void what_was_thought_before_a_call_is_kept_for_its_result_and_for_this_caller_alone() {
        var keepsakes = new Keepsakes(Clock.SYSTEM);
        Exchanged.of(new AnthropicTranslation(), "claude-sonnet-4-5", HELLO, keepsakes)
                .answer(message(
                        "{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"s\"},"
                                + "{\"type\":\"redacted_thinking\",\"data\":\"d\"},"
                                + "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{}}",
                        "tool_use"));
        assertThat(new String(
                        keepsakes
                                .of("team", "key")
                                .find(Keepsakes.Kind.THOUGHTS, "t")
                                .orElseThrow(),
                        java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"s\"},"
                        + "{\"type\":\"redacted_thinking\",\"data\":\"d\"}]");
        assertThat(keepsakes.of("team", "other").find(Keepsakes.Kind.THOUGHTS, "t"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'type':'error','error':{'type':'overloaded_error','message':'Overloaded'}} | 529",
                "{'error':{'type':'rate_limit_error','message':'slow'}}                      | 429",
                "{'type':'error','error':{'type':'never_seen','message':'x'}}                | 500",
            })
    void an_error_in_the_clothes_of_a_success_is_one(String body, int status) {
        assertThat(exchanged.translator.answer(Body.of(body.replace('\'', '"'))))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        r -> assertThat(r.error().status()).isEqualTo(status));
    }

    @ParameterizedTest
    @CsvSource({"'', not valid JSON", "'[]', no content", "'{}', no content", "'<html>', not valid JSON"})
    void what_is_no_message_is_malformed(String body, String reason) {
        assertThat(exchanged.translator.answer(Body.of(body)))
                .isInstanceOfSatisfying(
                        Answer.Malformed.class, m -> assertThat(m.reason()).contains(reason));
    }

    @Test
    void a_spent_budget_is_not_waited_for() {
        UpstreamError error = exchanged.translator.error(
                429,
                Body.of("{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"limit\","
                        + "\"details\":{\"error_code\":\"enforced_spend_limit_reached\"}}}"));
        assertThat(error.code()).contains("insufficient_quota");
    }

    @Test
    void an_error_that_is_no_json_keeps_its_status() {
        assertThat(exchanged
                        .translator
                        .error(502, Body.of("<html>bad gateway</html>"))
                        .message())
                .isEmpty();
        assertThat(exchanged
                        .translator
                        .error(502, Body.of("upstream connect error"))
                        .message())
                .isEqualTo("upstream connect error");
    }
}
