package dev.headgate.dialect.gemini;

import static dev.headgate.dialect.Exchanged.HELLO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.api.Body;
import dev.headgate.dialect.Exchanged;
import dev.headgate.dialect.Keepsakes;
import dev.headgate.dialect.Translator.Answer;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.time.Clock;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class GeminiTranslationTest {
    private static final String ROLE = "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}";

    private static Exchanged of(String model, String members) {
        return Exchanged.of(new GeminiTranslation(), model, members);
    }

    private static String response(String parts, String more) {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + parts + "]}" + more
                + "}],\"responseId\":\"r\",\"modelVersion\":\"g\",\"usageMetadata\":{\"promptTokenCount\":3,"
                + "\"toolUsePromptTokenCount\":1,\"cachedContentTokenCount\":2,\"candidatesTokenCount\":5,"
                + "\"thoughtsTokenCount\":4,\"totalTokenCount\":13}}";
    }

    private static String ended(String reason) {
        return ",\"finishReason\":\"" + reason + "\"";
    }

    @Test
    void a_request_with_everything_in_it() throws IOException {
        Exchanged e = of("gemini-3-flash-preview", Exchanged.golden(GeminiTranslationTest.class, "full.chat.json"));
        JsonNode expected =
                Exchanged.JSON.readTree(Exchanged.golden(GeminiTranslationTest.class, "full.generate.json"));
        JsonNode sent = e.sent();
        if (!sent.equals(expected)) {
            assertThat(sent.toPrettyString()).isEqualTo(expected.toPrettyString());
        }
        assertThat(e.dropped()).containsExactly("parallel_tool_calls", "user");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gemini-2.5-flash | none   | {'thinkingBudget':0}",
                "gemini-2.5-pro   | none   | {'thinkingBudget':128}",
                "gemini-2.5-flash | medium | {'thinkingBudget':8192,'includeThoughts':true}",
                "gemini-3-flash-preview | none | {'thinkingLevel':'minimal'}",
                "gemini-3-pro-preview | medium | {'thinkingLevel':'high','includeThoughts':true}",
                "gemini-2.0-flash | high   | ",
            })
    void an_effort_is_asked_for_as_the_model_knows_it(String model, String effort, String config) {
        JsonNode sent =
                of(model, HELLO + ",\"reasoning_effort\":\"" + effort + "\"").sent();
        assertThat(sent.at("/generationConfig/thinkingConfig").toString())
                .isEqualTo(config == null ? "" : config.replace('\'', '"'));
    }

    @Test
    void an_older_model_is_told_in_words_of_a_form_beside_tools() {
        JsonNode sent = of(
                        "gemini-2.5-flash",
                        HELLO
                                + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}],\"response_format\":"
                                + "{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"o\",\"schema\":{\"type\":\"object\"}}}")
                .sent();
        assertThat(sent.at("/generationConfig/responseMimeType").isMissingNode())
                .isTrue();
        assertThat(sent.at("/systemInstruction/parts/0/text").asString()).contains("{\"type\":\"object\"}");
    }

    @Test
    void an_open_model_is_instructed_by_the_user() {
        JsonNode sent = of(
                        "gemma-3-27b-it",
                        "\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},{\"role\":\"user\",\"content\":\"hello\"}]")
                .sent();
        assertThat(sent.has("systemInstruction")).isFalse();
        assertThat(sent.at("/contents/0/parts").toString())
                .isEqualTo("[{\"text\":\"Be brief.\"},{\"text\":\"hello\"}]");
    }

    @Test
    void thoughts_are_counted_with_the_answer_and_the_cache_within_the_prompt() {
        JsonNode usage = of("g", HELLO)
                .answer(response("{\"text\":\"hm\",\"thought\":true},{\"text\":\"a\"}", ended("STOP")))
                .path("usage");
        assertThat(usage.toString())
                .isEqualTo("{\"prompt_tokens\":4,\"completion_tokens\":9,\"total_tokens\":13,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":2},"
                        + "\"completion_tokens_details\":{\"reasoning_tokens\":4}}");
    }

    @Test
    void calls_in_one_response_and_in_the_next_are_told_apart_and_make_it_end_with_calls() {
        String call =
                "{\"functionCall\":{\"name\":\"f\",\"args\":{\"n\":9007199254740993}},\"thoughtSignature\":\"s\"}";
        assertThat(of("g", HELLO)
                        .deltas(
                                response(call + ",{\"functionCall\":{\"name\":\"g\"}}", ""),
                                response("{\"functionCall\":{\"name\":\"f\",\"id\":\"own\",\"args\":{}}}", ""),
                                response("{\"text\":\"\"}", ended("STOP"))))
                .containsExactly(
                        ROLE,
                        "{\"tool_calls\":[{\"index\":0,\"id\":\"call_r_0\",\"type\":\"function\",\"function\":{\"name\":\"f\","
                                + "\"arguments\":\"\"},\"extra_content\":{\"google\":{\"thought_signature\":\"s\"}}}]}",
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"n\\\":9007199254740993}\"}}]}",
                        "{\"tool_calls\":[{\"index\":1,\"id\":\"call_r_1\",\"type\":\"function\",\"function\":{\"name\":\"g\","
                                + "\"arguments\":\"\"}}]}",
                        "{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"{}\"}}]}",
                        "{\"tool_calls\":[{\"index\":2,\"id\":\"own\",\"type\":\"function\",\"function\":{\"name\":\"f\","
                                + "\"arguments\":\"\"}}]}",
                        "{\"tool_calls\":[{\"index\":2,\"function\":{\"arguments\":\"{}\"}}]}",
                        "tool_calls",
                        "usage 4+9",
                        "[DONE]");
    }

    @Test
    void a_signature_is_kept_for_who_drops_it() {
        var keepsakes = new Keepsakes(Clock.SYSTEM);
        Exchanged.of(new GeminiTranslation(), "gemini-3-pro", HELLO, keepsakes)
                .answer(response(
                        "{\"functionCall\":{\"name\":\"f\",\"args\":{}},\"thoughtSignature\":\"s\"}", ended("STOP")));
        JsonNode next = Exchanged.of(
                        new GeminiTranslation(),
                        "gemini-3-pro",
                        "\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":null,"
                                + "\"tool_calls\":[{\"id\":\"call_r_0\",\"type\":\"function\",\"function\":{\"name\":\"f\","
                                + "\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"call_r_0\",\"content\":\"b\"}]",
                        keepsakes)
                .sent();
        assertThat(next.at("/contents/1/parts/0/thoughtSignature").asString()).isEqualTo("s");
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, stop",
        "MAX_TOKENS, length",
        "SAFETY, content_filter",
        "RECITATION, content_filter",
        "MALFORMED_FUNCTION_CALL, stop"
    })
    void why_it_ended_is_said_in_openais_words(String reason, String word) {
        JsonNode answer = of("g", HELLO).answer(response("{\"text\":\"a\"}", ended(reason)));
        assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo(word);
    }

    @Test
    void an_answer_that_came_to_nothing_by_a_fault_of_the_model_is_an_error() {
        assertThat(of("g", HELLO).translator.answer(Body.of(response("", ended("MALFORMED_FUNCTION_CALL")))))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        r -> assertThat(r.error().status()).isEqualTo(502));
        assertThat(of("g", HELLO).deltas(response("", ended("MALFORMED_FUNCTION_CALL"))))
                .last()
                .asString()
                .startsWith("502 ");
    }

    @Test
    void a_prompt_that_is_blocked_is_filtered() {
        JsonNode answer = of("g", HELLO).answer("{\"promptFeedback\":{\"blockReason\":\"PROHIBITED_CONTENT\"}}");
        assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("content_filter");
    }

    @Test
    void a_stream_that_has_not_said_why_it_ended_has_no_end() {
        assertThat(of("g", HELLO).deltas(response("{\"text\":\"a\"}", "")))
                .containsExactly(ROLE, "{\"content\":\"a\"}");
    }

    @Test
    void a_wait_is_found_among_the_details() {
        UpstreamError error = of("g", HELLO)
                .translator
                .error(
                        429,
                        Body.of("[{\"error\":{\"code\":429,\"message\":\"slow\",\"status\":\"RESOURCE_EXHAUSTED\","
                                + "\"details\":[{\"@type\":\"RetryInfo\",\"retryDelay\":\"34.4s\"}]}}]"));
        assertThat(error.retryDelay()).contains(Duration.ofMillis(34_400));
        assertThat(error.message()).isEqualTo("slow");
    }

    @Test
    void a_refused_key_is_told_from_a_bad_request() {
        UpstreamError error = of("g", HELLO)
                .translator
                .error(
                        400,
                        Body.of(
                                "{\"error\":{\"code\":400,\"message\":\"API key not valid.\",\"status\":\"INVALID_ARGUMENT\","
                                        + "\"details\":[{\"reason\":\"API_KEY_INVALID\"}]}}"));
        assertThat(error.status()).isEqualTo(401);
    }

    // ---- several answers

    private static String candidate(int index, String text, String more) {
        return "{\"index\":" + index + ",\"content\":{\"parts\":[{\"text\":\"" + text + "\"}]}" + more + "}";
    }

    private static String responses(String... candidates) {
        return "{\"candidates\":[" + String.join(",", candidates)
                + "],\"responseId\":\"r\",\"modelVersion\":\"g\",\"usageMetadata\":{\"promptTokenCount\":3,"
                + "\"candidatesTokenCount\":5}}";
    }

    @Test
    void several_answers_are_asked_for_and_come_as_choices() {
        Exchanged e = of("gemini-2.5-flash", "\"n\":2," + HELLO);
        assertThat(e.sent().at("/generationConfig/candidateCount").asInt()).isEqualTo(2);
        assertThat(e.dropped()).isEmpty();
        JsonNode seen = e.answer(responses(candidate(0, "a", ended("STOP")), candidate(1, "b", ended("MAX_TOKENS"))));
        assertThat(seen.path("choices")
                        .valueStream()
                        .map(c -> c.path("index") + " "
                                + c.at("/message/content").asString() + " "
                                + c.path("finish_reason").asString()))
                .containsExactly("0 a stop", "1 b length");
        assertThat(seen.at("/usage/completion_tokens").asInt()).isEqualTo(5);
    }

    @Test
    void several_answers_come_side_by_side_in_one_stream() {
        assertThat(of("gemini-2.5-flash", "\"stream\":true,\"n\":2," + HELLO)
                        .chunks(
                                responses(candidate(0, "a", ""), candidate(1, "b", "")),
                                responses(candidate(1, "c", ended("STOP"))),
                                responses(candidate(0, "d", ended("STOP"))))
                        .stream()
                        .map(c -> c.startsWith("{")
                                ? Exchanged.JSON.readTree(c)
                                : Exchanged.JSON.getNodeFactory().stringNode(c))
                        .map(c -> c.at("/choices/0/index") + " "
                                + c.at("/choices/0/delta/content").asString("")
                                + c.at("/choices/0/finish_reason").asString("")))
                .containsExactly("0 ", "0 a", "1 ", "1 b", "1 c", "0 d", "1 stop", "0 stop", " ", " ");
    }

    @Test
    void more_answers_than_it_gives_are_refused() {
        assertThatThrownBy(() -> of("gemini-2.5-flash", "\"n\":9," + HELLO).sent())
                .hasMessageContaining("n cannot be sent to this model: it gives 8 answers at most");
    }

    @Test
    void more_tokens_than_it_gives_are_not_asked_for() {
        assertThat(of("gemini-2.0-flash", "\"max_tokens\":100000," + HELLO)
                        .sent()
                        .at("/generationConfig/maxOutputTokens")
                        .asInt())
                .isEqualTo(8192);
    }

    // ---- signatures of texts

    @Test
    void the_signature_of_a_text_comes_back_whether_the_caller_keeps_it_or_not() {
        var keepsakes = new Keepsakes(Clock.SYSTEM);
        Exchanged e = Exchanged.of(new GeminiTranslation(), "gemini-3-pro-preview", HELLO, keepsakes);
        JsonNode message = e.answer(response(
                        "{\"text\":\"h\\u00e4\"},{\"text\":\"\",\"thoughtSignature\":\"c2ln\"}", ended("STOP")))
                .at("/choices/0/message");
        assertThat(message.at("/extra_content/google/thought_signature").asString())
                .isEqualTo("c2ln");
        String bare = "{\"role\":\"assistant\",\"content\":\"hä\"}";
        String signed = "{\"text\":\"hä\",\"thoughtSignature\":\"c2ln\"}";
        for (String kept : new String[] {bare, message.toString()}) {
            JsonNode sent = Exchanged.of(
                            new GeminiTranslation(),
                            "gemini-3-pro-preview",
                            "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}," + kept
                                    + ",{\"role\":\"user\",\"content\":\"on\"}]",
                            kept.equals(bare) ? keepsakes : new Keepsakes(Clock.SYSTEM))
                    .sent();
            assertThat(sent.at("/contents/1/parts")).hasToString("[" + signed + "]");
        }
    }

    @Test
    void the_signature_of_a_streamed_text_comes_back() {
        var keepsakes = new Keepsakes(Clock.SYSTEM);
        String last = Exchanged.of(
                        new GeminiTranslation(), "gemini-3-pro-preview", "\"stream\":true," + HELLO, keepsakes)
                .deltas(
                        response("{\"text\":\"a\"}", ""),
                        response("{\"text\":\"b\",\"thoughtSignature\":\"c2ln\"}", ended("STOP")))
                .get(3);
        assertThat(last).isEqualTo("{\"extra_content\":{\"google\":{\"thought_signature\":\"c2ln\"}}}");
        String history =
                "\"messages\":[{\"role\":\"assistant\",\"content\":\"ab\"},{\"role\":\"user\",\"content\":\"on\"}]";
        assertThat(Exchanged.of(new GeminiTranslation(), "gemini-3-pro-preview", history, keepsakes)
                        .sent()
                        .at("/contents/0/parts/0/thoughtSignature")
                        .asString())
                .isEqualTo("c2ln");
        assertThat(Exchanged.of(new GeminiTranslation(), "gemini-3-pro-preview", history.replace("ab", "ac"), keepsakes)
                        .sent()
                        .at("/contents/0/parts/0/thoughtSignature")
                        .isMissingNode())
                .isTrue();
    }
}
