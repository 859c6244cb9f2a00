package dev.headgate.dialect.bedrock;

import static dev.headgate.dialect.Exchanged.HELLO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.dialect.Exchanged;
import dev.headgate.dialect.Keepsakes;
import dev.headgate.dialect.Translator.Answer;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.testkit.Frames;
import dev.headgate.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

final class ConverseAnswerTest {
    private static final String CLAUDE = "anthropic.claude-3-7-sonnet-20250219-v1:0";
    private static final String ROLE = "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}";
    private static final byte[] START = event("messageStart", "'role':'assistant'");
    private static final byte[] USED =
            event("metadata", "'usage':{'inputTokens':9,'outputTokens':4,'totalTokens':13},'metrics':{'latencyMs':1}");

    private static Exchanged of(String members) {
        return Exchanged.of(new ConverseTranslation(), CLAUDE, members.replace('\'', '"'));
    }

    private static byte[] event(String type, String members) {
        return Frames.event(type, ("{" + members + ",'p':'abcd'}").replace('\'', '"'));
    }

    private static byte[] delta(int index, String delta) {
        return event("contentBlockDelta", "'contentBlockIndex':" + index + ",'delta':{" + delta + "}");
    }

    private static byte[] text(String text) {
        return delta(0, "'text':'" + text + "'");
    }

    private static byte[] call(int index, String id) {
        return event(
                "contentBlockStart",
                "'contentBlockIndex':" + index + ",'start':{'toolUse':{'toolUseId':'" + id + "','name':'f'}}");
    }

    private static byte[] input(int index, String piece) {
        return delta(index, "'toolUse':{'input':'" + piece + "'}");
    }

    private static byte[] stop(int index) {
        return event("contentBlockStop", "'contentBlockIndex':" + index);
    }

    private static byte[] end(String reason) {
        return event("messageStop", "'stopReason':'" + reason + "'");
    }

    private static String whole(String content, String reason) {
        return ("{'output':{'message':{'role':'assistant','content':[" + content + "]}},'stopReason':'" + reason
                        + "','usage':{'inputTokens':9,'outputTokens':4,'totalTokens':25,'cacheReadInputTokens':7,'cacheWriteInputTokens':5}}")
                .replace('\'', '"');
    }

    // ---- streams

    @ParameterizedTest
    @CsvSource({
        "end_turn, stop",
        "stop_sequence, stop",
        "tool_use, stop",
        "max_tokens, length",
        "model_context_window_exceeded, length",
        "guardrail_intervened, content_filter",
        "content_filtered, content_filter",
        "malformed_model_output, stop",
        "something_new, stop"
    })
    void why_it_ended_is_said_in_openais_words(String reason, String word) {
        assertThat(of(HELLO).frames(START, text("a"), text(""), stop(0), end(reason), USED))
                .containsExactly(ROLE, "{\"content\":\"a\"}", word, "usage 9+4", "[DONE]");
        assertThat(of(HELLO)
                        .answer(whole("{'text':'a'}", reason))
                        .at("/choices/0/finish_reason")
                        .asString())
                .isEqualTo(word);
    }

    @Test
    void calls_come_in_pieces_side_by_side_or_without_input() {
        assertThat(of(HELLO)
                        .frames(
                                START,
                                call(1, "t1"),
                                call(2, "t2"),
                                input(1, "{\\'n\\':"),
                                input(2, "{}"),
                                input(1, "1.0}"),
                                stop(1),
                                stop(2),
                                call(3, "t3"),
                                stop(3),
                                end("tool_use"),
                                USED))
                .containsExactly(
                        ROLE,
                        "{\"tool_calls\":[{\"index\":0,\"id\":\"t1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}",
                        "{\"tool_calls\":[{\"index\":1,\"id\":\"t2\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}",
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"n\\\":\"}}]}",
                        "{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]}",
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"1.0}\"}}]}",
                        "{\"tool_calls\":[{\"index\":2,\"id\":\"t3\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}",
                        "{\"tool_calls\":[{\"index\":2,\"function\":{\"arguments\":\"{}\"}}]}",
                        "tool_calls",
                        "usage 9+4",
                        "[DONE]");
    }

    @Test
    void what_runs_at_bedrock_is_no_call_of_the_callers() {
        byte[] theirs = event(
                "contentBlockStart",
                "'contentBlockIndex':0,'start':{'toolUse':{'toolUseId':'s','name':'nova_code_interpreter','type':'server_tool_use'}}");
        byte[] result = event("contentBlockStart", "'contentBlockIndex':1,'start':{'toolResult':{'toolUseId':'s'}}");
        assertThat(of(HELLO)
                        .frames(
                                START,
                                theirs,
                                input(0, "{}"),
                                stop(0),
                                result,
                                delta(1, "'toolResult':[{'json':{}}]"),
                                stop(1),
                                delta(2, "'text':'4'"),
                                end("end_turn"),
                                USED))
                .containsExactly(ROLE, "{\"content\":\"4\"}", "stop", "usage 9+4", "[DONE]");
    }

    @Test
    void usage_may_come_before_the_end_or_not_at_all() {
        assertThat(of(HELLO).frames(text("a"), USED, end("end_turn"), text("late")))
                .containsExactly(ROLE, "{\"content\":\"a\"}", "stop", "usage 9+4", "[DONE]");
        assertThat(of(HELLO).frames(text("a"), end("end_turn")))
                .containsExactly(ROLE, "{\"content\":\"a\"}", "stop", "[DONE]");
    }

    @Test
    void a_stream_that_has_not_said_why_it_ended_has_not_ended() {
        assertThat(of(HELLO).frames(START, text("a"), stop(0), USED)).containsExactly(ROLE, "{\"content\":\"a\"}");
    }

    @Test
    void what_was_thought_is_shown_and_given_to_the_caller_for_the_next_turn() {
        var keepsakes = new Keepsakes(Clock.SYSTEM);
        Exchanged e = Exchanged.of(new ConverseTranslation(), CLAUDE, HELLO, keepsakes);
        assertThat(e.frames(
                        START,
                        delta(0, "'reasoningContent':{'text':'Hm'}"),
                        delta(0, "'reasoningContent':{'text':'.'}"),
                        delta(0, "'reasoningContent':{'signature':'c2ln'}"),
                        stop(0),
                        delta(1, "'reasoningContent':{'redactedContent':'UlhVNA=='}"),
                        stop(1),
                        call(2, "t"),
                        stop(2),
                        end("tool_use"),
                        USED))
                .contains(
                        "{\"reasoning_content\":\"Hm\"}",
                        "{\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"Hm.\",\"signature\":\"c2ln\"}]}",
                        "{\"thinking_blocks\":[{\"type\":\"redacted_thinking\",\"data\":\"RXU4\"}]}");
        String next =
                "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"},{\"role\":\"assistant\",\"content\":null,"
                        + "\"tool_calls\":[{\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
                        + "{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"ok\"}],\"reasoning_effort\":\"low\"";
        JsonNode sent =
                Exchanged.of(new ConverseTranslation(), CLAUDE, next, keepsakes).sent();
        assertThat(sent.at("/messages/1/content/0").toString())
                .isEqualTo("{\"reasoningContent\":{\"reasoningText\":{\"text\":\"Hm.\",\"signature\":\"c2ln\"}}}");
        assertThat(sent.at("/messages/1/content/1/reasoningContent/redactedContent")
                        .asString())
                .isEqualTo("UlhVNA==");
        assertThat(sent.at("/additionalModelRequestFields/thinking/type").asString())
                .isEqualTo("enabled");
        assertThat(of(next.replace('"', '\'')).dropped())
                .as("without its thoughts it must not think on")
                .containsExactly("reasoning_effort");
    }

    @Test
    void the_tool_for_a_schema_is_the_answer() {
        String schema =
                ",'response_format':{'type':'json_schema','json_schema':{'name':'f','schema':{'type':'object'}}}";
        assertThat(of(HELLO + schema)
                        .frames(
                                START,
                                call(0, "t"),
                                input(0, "{\\'a\\'"),
                                input(0, ":1}"),
                                stop(0),
                                end("tool_use"),
                                USED))
                .containsExactly(
                        ROLE, "{\"content\":\"{\\\"a\\\"\"}", "{\"content\":\":1}\"}", "stop", "usage 9+4", "[DONE]");
        assertThat(of(HELLO + schema)
                        .answer(whole("{'toolUse':{'toolUseId':'t','name':'f','input':{'a':1.0}}}", "tool_use"))
                        .at("/choices/0/message/content")
                        .asString())
                .isEqualTo("{\"a\":1.0}");
    }

    @Test
    void what_is_cited_is_given_beside_the_text() {
        String web = "'citation':{'title':'T','location':{'web':{'url':'https://a/'}}}";
        String page = "'citation':{'title':'D','location':{'documentPage':{'start':1}}}";
        assertThat(of(HELLO).frames(START, text("ab"), delta(0, web), delta(0, page), stop(0), end("end_turn"), USED))
                .contains(
                        "{\"annotations\":[{\"type\":\"url_citation\",\"url_citation\":{\"start_index\":0,\"end_index\":2,\"url\":\"https://a/\",\"title\":\"T\"}}]}",
                        "{\"citations\":[{\"title\":\"D\",\"location\":{\"documentPage\":{\"start\":1}}}]}");
        JsonNode message = of(HELLO)
                .answer(whole(
                        "{'citationsContent':{'content':[{'text':'ab'}],'citations':[{'title':'T','location':{'web':{'url':'https://a/'}}}]}}",
                        "end_turn"))
                .at("/choices/0/message");
        assertThat(message.path("content").asString()).isEqualTo("ab");
        assertThat(message.at("/annotations/0/url_citation/end_index").asInt()).isEqualTo(2);
    }

    // ---- failures

    @Test
    void an_exception_is_the_end_wherever_it_comes() {
        byte[] throttled = Frames.exception("throttlingException", "{\"message\":\"Too many requests\"}");
        assertThat(of(HELLO).frames(throttled)).containsExactly("429 Too many requests");
        assertThat(of(HELLO).frames(START, text("a"), throttled, text("b"), end("end_turn"), USED))
                .containsExactly(ROLE, "{\"content\":\"a\"}", "429 Too many requests");
    }

    @ParameterizedTest
    @CsvSource({
        "validationException, 400",
        "modelStreamErrorException, 424",
        "modelTimeoutException, 408",
        "internalServerException, 500",
        "serviceUnavailableException, 503",
        "somethingException, 500"
    })
    void an_exception_has_the_status_that_it_would_have_had(String type, int status) {
        assertThat(of(HELLO).frames(Frames.exception(type, "{\"message\":\"m\"}")))
                .containsExactly(status + " m");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            validationException     | 400 The upstream refused this request with validationException and says no more.
            throttlingException     | 429 The upstream throttles the gateway with throttlingException.
            internalServerException | 500 The upstream failed with internalServerException; this is not about your request. Try again later.
            somethingException      | 500 The upstream failed with somethingException; this is not about your request. Try again later.
            """)
    void an_exception_without_words_says_whose_fault_it_is(String type, String told) {
        assertThat(of(HELLO).frames(Frames.exception(type, ""))).containsExactly(told);
    }

    @Test
    void an_error_without_a_payload_is_an_error() {
        byte[] error = Frames.frame(
                java.util.Map.of(":message-type", "error", ":error-code", "InternalFailure", ":error-message", "oops"),
                new byte[0]);
        assertThat(of(HELLO).frames(START, error)).containsExactly(ROLE, "500 oops");
    }

    @Test
    void a_breach_of_the_framing_is_told() {
        byte[] broken = text("a");
        broken[broken.length - 6] ^= 1;
        assertThat(of(HELLO).frames(START, broken, end("end_turn")))
                .containsExactly(ROLE, "sent a frame with a wrong checksum");
        assertThat(of(HELLO).frames(Frames.event("contentBlockDelta", "{")))
                .containsExactly("sent an event that cannot be read");
    }

    @Test
    void no_answer_at_all_because_it_was_malformed_is_an_error() {
        assertThat(of(HELLO).frames(START, end("malformed_tool_use"), USED))
                .containsExactly(ROLE, "502 The model gave no answer that can be read (malformed_tool_use).");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'Output':{'__type':'com.amazon.coral.service#UnknownOperationException'},'Version':'1.0'}",
                "{'message':'no'}"
            })
    void a_success_without_an_answer_is_an_error(String body) {
        assertThat(of(HELLO).translator.answer(Body.of(body.replace('\'', '"'))))
                .isInstanceOf(Answer.Refused.class);
        assertThat(of(HELLO).translator.answer(Body.of("{}"))).isInstanceOf(Answer.Malformed.class);
        assertThat(of(HELLO).translator.answer(Body.of("<html>"))).isInstanceOf(Answer.Malformed.class);
    }

    @ParameterizedTest
    @CsvSource({
        "400, ValidationException:http://internal.amazon.com/coral/, 400, ValidationException",
        "400, ServiceQuotaExceededException, 429, ServiceQuotaExceededException",
        "403, UnrecognizedClientException, 401, UnrecognizedClientException",
        "403, AccessDeniedException, 403, AccessDeniedException",
        "404, ResourceNotFoundException, 404, ResourceNotFoundException",
        "424, ModelErrorException, 424, ModelErrorException",
        "429, ModelNotReadyException, 429, ModelNotReadyException",
        "503, , 503, "
    })
    void errors_are_known_by_their_header(int status, String type, int meant, String name) {
        for (String member : new String[] {"message", "Message"}) {
            UpstreamError error = of(HELLO)
                    .translator
                    .error(
                            status,
                            h -> h.equals("x-amzn-errortype") ? Optional.ofNullable(type) : Optional.empty(),
                            Body.of("{\"" + member + "\":\"no\"}"));
            assertThat(error.status()).isEqualTo(meant);
            assertThat(error.message()).isEqualTo("no");
            assertThat(error.type()).isEqualTo(Optional.ofNullable(name));
        }
        UpstreamError page = of(HELLO).translator.error(status, Body.of("<html>secret page</html>"));
        assertThat(page.message()).isEmpty();
    }

    // ---- whole answers

    @Test
    void a_whole_answer_with_most_in_it() {
        JsonNode answer = of(HELLO)
                .answer(whole(
                        "{'reasoningContent':{'reasoningText':{'text':'Hm.','signature':'c2ln'}}},{'text':'one '},{'text':'two'},"
                                + "{'toolUse':{'toolUseId':'a','name':'f','input':{'n':9007199254740993}}},"
                                + "{'toolUse':{'toolUseId':'b','name':'g','input':{}}}",
                        "tool_use"));
        JsonNode message = answer.at("/choices/0/message");
        assertThat(message.path("content").asString()).isEqualTo("one two");
        assertThat(message.path("reasoning_content").asString()).isEqualTo("Hm.");
        assertThat(message.at("/thinking_blocks/0/signature").asString()).isEqualTo("c2ln");
        assertThat(message.at("/tool_calls/0/function/arguments").asString()).isEqualTo("{\"n\":9007199254740993}");
        assertThat(message.at("/tool_calls/1/function/arguments").asString()).isEqualTo("{}");
        assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
        assertThat(answer.path("id").asString()).startsWith("chatcmpl-");
        assertThat(answer.path("model").asString()).isEqualTo(CLAUDE);
        assertThat(answer.path("usage").toString())
                .isEqualTo("{\"prompt_tokens\":21,\"completion_tokens\":4,\"total_tokens\":25,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":7,\"cache_write_tokens\":5}}");
    }
}
