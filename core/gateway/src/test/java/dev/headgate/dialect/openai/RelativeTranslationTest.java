package dev.headgate.dialect.openai;

import static dev.headgate.dialect.Exchanged.HELLO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.api.Body;
import dev.headgate.dialect.Exchanged;
import dev.headgate.dialect.Keepsakes;
import dev.headgate.dialect.Quirk;
import dev.headgate.dialect.Quirks;
import dev.headgate.dialect.Translator.Answer;
import dev.headgate.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class RelativeTranslationTest {
    private static final Quirks MISTRAL = new Quirks(
            Set.of(
                    Quirk.TOOL_CALLS,
                    Quirk.CONTENT_LISTS,
                    Quirk.CACHED_TOKENS,
                    Quirk.SHORT_IDS,
                    Quirk.NO_DEVELOPER,
                    Quirk.NO_ALLOWED_TOOLS),
            Map.of("model_length", "length", "error", Quirks.FAILED),
            Map.of("max_completion_tokens", "max_tokens", "seed", "random_seed"),
            Set.of("stream_options", "strict", "user"));

    private static Quirks only(Quirk... quirks) {
        return new Quirks(Set.of(quirks), Map.of(), Map.of(), Set.of());
    }

    private static Exchanged of(Quirks quirks, String members) {
        return Exchanged.of(new RelativeTranslation(quirks), "m", members);
    }

    private static String chunk(String delta, String more) {
        return "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m\",\"choices\":[{\"index\":0,"
                + "\"delta\":" + delta + more + "}]}";
    }

    private static String chunk(String delta) {
        return chunk(delta, ",\"finish_reason\":null");
    }

    private static String ended(String reason) {
        return ",\"finish_reason\":\"" + reason + "\"";
    }

    private static String answer(String message, String more) {
        return "{\"id\":\"a1\",\"object\":\"chat.completion\",\"created\":7,\"model\":\"m\",\"choices\":[{\"index\":0,"
                + "\"message\":" + message + more + "}]}";
    }

    // ---- requests

    @Test
    void a_request_that_no_quirk_concerns_keeps_its_bytes() {
        String body = "{ \"model\" : \"m\",\"messages\":[{\"role\":\"user\",\"content\":\"\\u00e9\"}], \"x\":1.0}";
        Body sent = of(MISTRAL, body).translator.request().body();
        assertThat(sent.text()).isEqualTo(body);
    }

    @Test
    void members_are_renamed_and_refused_ones_left_out_and_named() {
        Exchanged e = of(
                MISTRAL,
                "{\"user\":\"u\",\"model\":\"m\",\"max_completion_tokens\":5,\"seed\": 7 ,\"stream\":true,"
                        + "\"messages\":[],\"stream_options\":{\"include_usage\":true}}");
        assertThat(e.translator.request().body().text())
                .isEqualTo("{\"model\":\"m\",\"max_tokens\":5,\"random_seed\": 7 ,\"stream\":true,\"messages\":[]}");
        assertThat(e.dropped()).containsExactly("user");
    }

    @Test
    void a_member_that_is_there_by_both_names_is_sent_once() {
        Exchanged e = of(MISTRAL, "{\"model\":\"m\",\"max_tokens\":4,\"messages\":[],\"max_completion_tokens\":5}");
        assertThat(e.translator.request().body().text())
                .isEqualTo("{\"model\":\"m\",\"max_tokens\":4,\"messages\":[]}");
    }

    @Test
    void a_strict_caller_is_told_what_would_be_left_out() {
        assertThatThrownBy(() ->
                        of(MISTRAL, "\"strict\":true,\"user\":\"u\"," + HELLO).sent())
                .hasMessageContaining("user cannot be sent");
    }

    @Test
    void ids_of_calls_become_short_ones_that_still_match() {
        JsonNode sent = of(MISTRAL, """
                "messages":[{"role":"developer","content":"be brief"},
                 {"role":"assistant","content":null,"tool_calls":[
                  {"id":"call_abcdefghijklmnop","type":"function","function":{"name":"f","arguments":"{}"}},
                  {"id":"AbCd12345","type":"function","function":{"name":"g","arguments":"{}"}}]},
                 {"role":"tool","tool_call_id":"call_abcdefghijklmnop","content":"1"},
                 {"role":"tool","tool_call_id":"AbCd12345","content":"2"}]""").sent();
        assertThat(sent.at("/messages/0/role").asString()).isEqualTo("system");
        String id = sent.at("/messages/1/tool_calls/0/id").asString();
        assertThat(id).matches("[a-zA-Z0-9]{9}");
        assertThat(sent.at("/messages/2/tool_call_id").asString())
                .isEqualTo(id)
                .isEqualTo(ShortIds.of("call_abcdefghijklmnop"));
        assertThat(sent.at("/messages/1/tool_calls/1/id").asString()).isEqualTo("AbCd12345");
        assertThat(sent.at("/messages/3/tool_call_id").asString()).isEqualTo("AbCd12345");
    }

    private static String tools(String mode, String... allowed) {
        String names = Arrays.stream(allowed)
                .map(n -> "{\"type\":\"function\",\"function\":{\"name\":\"" + n + "\"}}")
                .collect(Collectors.joining(","));
        return "{\"model\":\"m\",\"strict\":true,\"messages\":[],\"tools\":[{\"type\":\"function\", \"function\":{\"name\":\"f\"}},"
                + "{\"type\":\"function\", \"function\":{\"name\":\"g\"}},{\"type\":\"function\", \"function\":{\"name\":\"h\"}}],"
                + "\"tool_choice\":{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"" + mode
                + "\",\"tools\":[" + names + "]}},\"seed\":1}";
    }

    @Test
    void a_choice_among_some_tools_sends_those_alone_and_loses_nothing() {
        Exchanged e = of(MISTRAL, tools("required", "h", "f"));
        assertThat(e.translator.request().body().text())
                .isEqualTo(
                        "{\"model\":\"m\",\"messages\":[],\"tools\":[{\"type\":\"function\", \"function\":{\"name\":\"f\"}},"
                                + "{\"type\":\"function\", \"function\":{\"name\":\"h\"}}],\"tool_choice\":\"required\",\"random_seed\":1}");
        assertThat(e.dropped()).isEmpty();
        JsonNode all = of(MISTRAL, tools("auto", "f", "g", "h")).sent();
        assertThat(all.path("tools")).hasSize(3);
        assertThat(all.path("tool_choice").asString()).isEqualTo("auto");
        assertThat(of(only(Quirk.TOOL_CALLS), tools("auto", "f"))
                        .sent()
                        .at("/tool_choice/type")
                        .asString())
                .as("of one that knows it")
                .isEqualTo("allowed_tools");
    }

    @Test
    void a_choice_among_tools_that_are_not_there_is_refused() {
        assertThatThrownBy(() -> of(MISTRAL, tools("auto", "x")).sent())
                .hasMessageContaining("tool_choice allows none of the request's tools");
    }

    @Test
    void reasoning_that_the_caller_dropped_goes_back_with_its_call() {
        var keepsakes = new Keepsakes(Clock.SYSTEM);
        var deepseek = new RelativeTranslation(only(Quirk.REASONING_BACK));
        String call = "{\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";
        Exchanged.of(deepseek, "m", HELLO, keepsakes)
                .answer(answer(
                        "{\"role\":\"assistant\",\"content\":\"\",\"reasoning_content\":\"h\\u00e4\",\"tool_calls\":["
                                + call + "]}",
                        ended("tool_calls")));
        String said = "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" + call + "]}";
        String history =
                "\"messages\":[" + said + ",{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"1\"}]";
        assertThat(Exchanged.of(deepseek, "m", history, keepsakes)
                        .translator
                        .request()
                        .body()
                        .text())
                .contains("\"tool_calls\":[" + call + "],\"reasoning_content\":\"h\\u00e4\"}");

        Exchanged.of(deepseek, "m", HELLO, keepsakes)
                .chunks(
                        chunk("{\"role\":\"assistant\",\"reasoning_content\":\"Both \"}"),
                        chunk("{\"reasoning_content\":\"at once\"}"),
                        chunk(
                                "{\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":"
                                        + "\"f\",\"arguments\":\"{}\"}}]}"),
                        chunk("{}", ended("tool_calls")));
        JsonNode sent = Exchanged.of(deepseek, "m", history, keepsakes).sent();
        assertThat(sent.at("/messages/0/reasoning_content").asString()).isEqualTo("Both at once");

        String own = history.replace("\"content\":null", "\"reasoning_content\":\"mine\",\"content\":null");
        assertThat(Exchanged.of(deepseek, "m", own, keepsakes)
                        .sent()
                        .at("/messages/0/reasoning_content")
                        .asString())
                .as("what the caller sends counts")
                .isEqualTo("mine");
    }

    @Test
    void details_of_reasoning_go_back_as_one_list_however_they_came() {
        var keepsakes = new Keepsakes(Clock.SYSTEM);
        var openrouter = new RelativeTranslation(only(Quirk.DETAILS_BACK));
        String call =
                "{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}";
        String history = "\"messages\":[{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[" + call
                + "]},{\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"1\"}]";
        String whole = "[{\"type\":\"reasoning.text\",\"text\":\"So \\u00e4\",\"signature\":\"c2ln\",\"format\":"
                + "\"anthropic-claude-v1\",\"index\":0},{\"type\":\"reasoning.encrypted\",\"data\":\"eA==\",\"index\":1}]";
        Exchanged.of(openrouter, "m", HELLO, keepsakes)
                .chunks(
                        details("{\"type\":\"reasoning.text\",\"text\":\"So \",\"signature\":\"\",\"format\":"
                                + "\"anthropic-claude-v1\",\"index\":0}"),
                        details("{\"type\":\"reasoning.text\",\"text\":\"\\u00e4\",\"format\":null,\"index\":0}"),
                        details("{\"type\":\"reasoning.text\",\"signature\":\"c2ln\",\"index\":0}"),
                        details("{\"type\":\"reasoning.encrypted\",\"data\":\"eA==\",\"index\":1}"),
                        chunk("{\"tool_calls\":[" + call + "]}"),
                        chunk("{}", ended("tool_calls")));
        JsonNode sent = Exchanged.of(openrouter, "m", history, keepsakes).sent();
        assertThat(sent.at("/messages/0/reasoning_details")).isEqualTo(Exchanged.JSON.readTree(whole));

        var other = new Keepsakes(Clock.SYSTEM);
        Exchanged.of(openrouter, "m", HELLO, other)
                .answer(answer(
                        "{\"role\":\"assistant\",\"content\":\"\",\"reasoning_details\":" + whole + ",\"tool_calls\":["
                                + call + "]}",
                        ended("tool_calls")));
        assertThat(Exchanged.of(openrouter, "m", history, other)
                        .translator
                        .request()
                        .body()
                        .text())
                .contains(",\"reasoning_details\":" + whole + "}");
        String own = history.replace("\"content\":null", "\"reasoning_details\":[{\"type\":\"x\"}],\"content\":null");
        assertThat(Exchanged.of(openrouter, "m", own, other).sent().at("/messages/0/reasoning_details/0/type"))
                .as("what the caller sends counts")
                .isEqualTo(Exchanged.JSON.readTree("\"x\""));
        assertThat(Exchanged.of(new RelativeTranslation(only(Quirk.REASONING_BACK)), "m", history, other)
                        .sent()
                        .at("/messages/0")
                        .has("reasoning_content"))
                .as("another provider wants something else with the same call")
                .isFalse();
    }

    private static String details(String piece) {
        return chunk("{\"content\":\"\",\"reasoning_details\":[" + piece + "]}");
    }

    // ---- whole answers

    @Test
    void an_answer_that_no_quirk_concerns_keeps_its_bytes() {
        String body = "  \n" + answer("{\"role\":\"assistant\", \"content\":\"\\u00e9\"}", ended("stop"));
        var translated = (Answer.Translated) of(MISTRAL, HELLO).translator.answer(Body.of(body));
        assertThat(translated.body().text()).isEqualTo(body);
    }

    @Test
    void thoughts_in_a_list_become_reasoning() {
        JsonNode seen = of(MISTRAL, HELLO)
                .answer(answer(
                        "{\"role\":\"assistant\",\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"h\\u00e4\"}"
                                + ",{\"type\":\"text\",\"text\":\"m\"}]},{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"reference\",\"reference_ids\":[1]},"
                                + "{\"type\":\"text\",\"text\":\"b\"}]}",
                        ended("model_length")));
        assertThat(seen.at("/choices/0/message/content").asString()).isEqualTo("ab");
        assertThat(seen.at("/choices/0/message/reasoning_content").asString()).isEqualTo("häm");
        assertThat(seen.at("/choices/0/finish_reason").asString()).isEqualTo("length");
    }

    @Test
    void calls_get_ids_types_and_arguments_that_are_json() {
        JsonNode seen = of(only(Quirk.TOOL_CALLS), HELLO)
                .answer(answer(
                        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":null}},"
                                + "{\"id\":\"\",\"function\":{\"name\":\"g\",\"arguments\":{\"a\":9007199254740993}}},"
                                + "{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"h\",\"arguments\":\"\"}},"
                                + "{\"id\":\"d\",\"type\":\"function\",\"function\":{\"name\":\"i\"}}]}",
                        ended("tool_calls")));
        JsonNode calls = seen.at("/choices/0/message/tool_calls");
        assertThat(calls.valueStream().map(c -> c.at("/function/arguments").asString()))
                .containsExactly("{}", "{\"a\":9007199254740993}", "{}", "{}");
        assertThat(calls.valueStream().map(c -> c.path("type").asString())).containsOnly("function");
        assertThat(calls.valueStream().map(c -> c.path("id").asString()).distinct())
                .hasSize(4)
                .contains("c", "d")
                .allSatisfy(id -> assertThat(id).isNotEmpty());
    }

    @Test
    void empty_texts_stand_for_nothing() {
        JsonNode seen = of(only(Quirk.EMPTY_VALUES), HELLO)
                .answer(
                        ("{\"id\":\"\",\"model\":\"m\",\"choices\":[{\"index\":0,\"finish_reason\":\"\",\"message\":{\"role\":\"assistant\","
                                + "\"content\":\"hi\",\"function_call\":{\"name\":\"\",\"arguments\":\"\"},\"audio\":{\"id\":\"\",\"data\":\"\"}}}]}"));
        assertThat(seen.path("id").asString()).startsWith("chatcmpl-");
        assertThat(seen.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
        assertThat(seen.at("/choices/0/message/function_call").isNull()).isTrue();
        assertThat(seen.at("/choices/0/message/audio").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"num_cached_tokens\":3} | 3",
                "{\"prompt_cache_hit_tokens\":3,\"prompt_tokens_details\":null} | 3",
                "{\"cached_tokens\":3,\"prompt_tokens_details\":{\"audio_tokens\":1}} | 3",
                "{\"cached_tokens\":3,\"prompt_tokens_details\":{\"cached_tokens\":2}} | 2",
            })
    void tokens_from_the_cache_stand_where_clients_read_them(String usage, int cached) {
        JsonNode seen = of(only(Quirk.CACHED_TOKENS), HELLO)
                .answer("{\"choices\":[{\"index\":0,\"message\":{\"content\":\"hi\"}}],\"usage\":" + usage + "}");
        assertThat(seen.at("/usage/prompt_tokens_details/cached_tokens").asInt())
                .isEqualTo(cached);
    }

    @Test
    void an_answer_given_up_with_nothing_in_it_is_a_failure() {
        var quirks = new Quirks(Set.of(), Map.of("oom", Quirks.FAILED), Map.of(), Set.of());
        var refused = (Answer.Refused)
                of(quirks, HELLO).translator.answer(Body.of(answer("{\"content\":\"\"}", ended("oom"))));
        assertThat(refused.error().status()).isEqualTo(502);
        assertThat(of(quirks, HELLO)
                        .answer(answer("{\"content\":\"some\"}", ended("oom")))
                        .at("/choices/0/finish_reason")
                        .asString())
                .isEqualTo("stop");
        assertThat(of(quirks, HELLO).chunks(chunk("{\"content\":\"\"}"), chunk("{}", ended("oom"))))
                .last()
                .isEqualTo("502 The model ended with oom.");
    }

    @Test
    void a_choice_whose_message_was_filtered_away_gets_an_empty_one() {
        JsonNode seen = of(only(Quirk.FILTER_RESULTS), HELLO)
                .answer("{\"choices\":[{\"finish_reason\":\"content_filter\",\"index\":0}]}");
        assertThat(seen.at("/choices/0/message/role").asString()).isEqualTo("assistant");
        assertThat(seen.at("/choices/0/message/content").isNull()).isTrue();
    }

    // ---- streams

    @Test
    void a_chunk_that_no_quirk_concerns_keeps_its_bytes() {
        List<String> chunks =
                List.of(chunk("{\"role\":\"assistant\", \"content\":\"\"}"), chunk("{\"content\":\"\\u00e9\"}"));
        assertThat(of(MISTRAL, HELLO).chunks(chunks.get(0), chunks.get(1), "[DONE]"))
                .containsExactly(chunks.get(0), chunks.get(1), "[DONE]");
    }

    @Test
    void reasoning_is_said_by_both_of_its_names() {
        assertThat(of(only(Quirk.REASONING), HELLO)
                        .deltas(
                                chunk("{\"reasoning\":\"h\\u00e4\",\"channel\":\"analysis\"}"),
                                chunk("{\"reasoning\":\"a\",\"reasoning_content\":null}"),
                                chunk("{\"reasoning\":\"a\",\"reasoning_content\":\"b\"}")))
                .containsExactly(
                        "{\"reasoning\":\"hä\",\"reasoning_content\":\"hä\",\"channel\":\"analysis\"}",
                        "{\"reasoning\":\"a\",\"reasoning_content\":\"a\"}",
                        "{\"reasoning\":\"a\",\"reasoning_content\":\"b\"}");
    }

    private static String call(String index, String id, String name, String arguments) {
        return chunk("{\"tool_calls\":[{" + index + id + "\"type\":\"function\",\"function\":{" + name
                + "\"arguments\":" + arguments + "}}]}");
    }

    @Test
    void calls_are_counted_where_their_index_does_not_tell_them_apart() {
        assertThat(indices(
                        call("", "\"id\":\"a\",", "\"name\":\"f\",", "\"{}\""),
                        call("", "\"id\":\"b\",", "\"name\":\"g\",", "\"{}\"")))
                .as("none at all")
                .containsExactly("0 a f {}", "1 b g {}");
        assertThat(indices(
                        call("\"index\":0,", "\"id\":\"a\",", "\"name\":\"f\",", "\"{\""),
                        call("\"index\":0,", "", "", "\"}\""),
                        call("\"index\":0,", "\"id\":\"b\",", "\"name\":\"g\",", "null"),
                        call("\"index\":0,", "\"id\":null,", "", "\"[]\"")))
                .as("the same for all")
                .containsExactly("0 a f {", "0   }", "1 b g ", "1   []");
        assertThat(indices(
                        call("\"index\":1,", "\"id\":\"a\",", "\"name\":\"f\",", "\"\""),
                        call("\"index\":3,", "\"id\":\"b\",", "\"name\":\"g\",", "\"\""),
                        call("\"index\":1,", "", "", "\"{}\""),
                        call("\"index\":3,", "", "", "\"[]\"")))
                .as("counted with gaps, and interleaved")
                .containsExactly("0 a f ", "1 b g ", "0   {}", "1   []");
    }

    private static List<String> indices(String... chunks) {
        return of(only(Quirk.TOOL_CALLS), HELLO).chunks(chunks).stream()
                .map(c -> Exchanged.JSON.readTree(c).at("/choices/0/delta/tool_calls/0"))
                .map(c -> c.path("index") + " " + c.path("id").asString("") + " "
                        + c.at("/function/name").asString("") + " "
                        + c.at("/function/arguments").asString())
                .toList();
    }

    @Test
    void what_comes_of_a_call_before_its_name_is_held_until_then() {
        assertThat(indices(
                        call("\"index\":0,", "", "", "\"{\\\"a\\\"\""),
                        call("\"index\":0,", "", "", "\":\""),
                        call("\"index\":0,", "\"id\":\"a\",", "\"name\":\"f\",", "\"1\""),
                        call("\"index\":0,", "", "", "\"}\"")))
                .as("the id with the name")
                .containsExactly("   ", "   ", "0 a f {\"a\":1", "0   }");
        assertThat(indices(
                        call("", "\"id\":\"a\",", "", "\"\""),
                        call("", "", "\"name\":\"f\",", "null"),
                        call("", "", "", "\"{}\"")))
                .as("the id before the name, no index")
                .containsExactly("   ", "0 a f ", "0   {}");
        assertThat(of(only(Quirk.TOOL_CALLS), HELLO)
                        .deltas(
                                chunk(
                                        "{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"type\":\"function\",\"function\":{}},"
                                                + " {\"index\":1,\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"g\","
                                                + "\"arguments\":\"{}\"}}]}"),
                                chunk("{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"f\"}}]}"),
                                chunk("{}", ended("tool_calls"))))
                .as("beside another one")
                .containsExactly(
                        "{\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"type\":\"function\",\"function\":{\"name\":\"g\","
                                + "\"arguments\":\"{}\"}}]}",
                        "{\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\",\"index\":0,\"function\":{\"arguments\":\"\","
                                + "\"name\":\"f\"}}]}",
                        "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]}",
                        "tool_calls");
    }

    @Test
    void a_call_whose_name_never_comes_is_a_failure() {
        assertThat(of(only(Quirk.TOOL_CALLS), HELLO)
                        .deltas(call("\"index\":0,", "\"id\":\"a\",", "", "\"{}\""), chunk("{}", ended("tool_calls"))))
                .containsExactly("{\"tool_calls\":[]}", "sent a call without a name");
        String piece = call("\"index\":0,", "\"id\":\"a\",", "", '"' + "x".repeat(10_000) + '"');
        assertThat(of(only(Quirk.TOOL_CALLS), HELLO).deltas(piece, piece, piece, piece, piece, piece, piece, piece))
                .as("only so much of it is held")
                .containsOnlyOnce("sent too much of a call before its name")
                .hasSize(7);
    }

    /** A call without a quirk that is about calls is only looked at. */
    @Test
    void a_nameless_call_of_others_passes_as_it_came() {
        String piece = call("\"index\":0,", "\"id\":\"a\",", "", "\"{}\"");
        assertThat(of(only(Quirk.REASONING), HELLO).chunks(piece, chunk("{}", ended("tool_calls"))))
                .containsExactly(piece, chunk("{}", ended("tool_calls")));
    }

    @Test
    void calls_without_arguments_have_empty_ones_before_the_end() {
        List<String> seen = of(only(Quirk.TOOL_CALLS), HELLO)
                .deltas(
                        call("\"index\":0,", "\"id\":\"a\",", "\"name\":\"f\",", "\"\""),
                        call("\"index\":1,", "\"id\":\"\",", "\"name\":\"g\",", "\"{}\""),
                        chunk("{}", ended("tool_calls")));
        assertThat(seen.get(1)).contains("\"id\":\"call_");
        assertThat(seen.subList(2, 4))
                .containsExactly("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]}", "tool_calls");
    }

    @Test
    void what_is_repeated_is_said_once() {
        assertThat(of(only(Quirk.REPEATS), HELLO)
                        .chunks(
                                chunk("{\"role\":\"assistant\",\"content\":\"a\"}"),
                                chunk("{\"content\":\"b\",\"role\":\"assistant\"}"),
                                chunk("{\"role\":\"assistant\",\"content\":\"\"}", ended("stop")),
                                chunk("{\"role\":\"assistant\",\"content\":\"\"}", ended("stop")),
                                chunk("{\"role\":\"assistant\",\"content\":\"\"}", ended("stop"))
                                        .replace("]}", "],\"usage\":{\"prompt_tokens\":1}}"),
                                "[DONE]"))
                .containsExactly(
                        chunk("{\"role\":\"assistant\",\"content\":\"a\"}"),
                        chunk("{\"content\":\"b\"}"),
                        chunk("{\"content\":\"\"}", ended("stop")),
                        "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m\",\"choices\":[],"
                                + "\"usage\":{\"prompt_tokens\":1}}",
                        "[DONE]");
    }

    @Test
    void a_stream_of_empty_texts_gets_an_id_and_an_end() {
        List<String> seen = of(only(Quirk.EMPTY_VALUES, Quirk.TOOL_CALLS), HELLO)
                .chunks(
                        chunk("{\"role\":\"assistant\",\"content\":\"a\"}", ended(""))
                                .replace("\"c1\"", "\"\""),
                        chunk("{\"content\":\"b\"}", ended("")).replace("\"c1\"", "\"\""),
                        "[DONE]");
        assertThat(seen).hasSize(4);
        JsonNode first = Exchanged.JSON.readTree(seen.getFirst());
        assertThat(first.path("id").asString()).startsWith("chatcmpl-");
        assertThat(first.at("/choices/0/finish_reason").isNull()).isTrue();
        assertThat(Exchanged.JSON.readTree(seen.get(1)).path("id")).isEqualTo(first.path("id"));
        JsonNode last = Exchanged.JSON.readTree(seen.get(2));
        assertThat(last.path("id")).isEqualTo(first.path("id"));
        assertThat(last.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    }

    @Test
    void usage_that_only_groq_reports_is_given_where_it_was_asked_for() {
        String finish = chunk("{}", ended("stop")).replace("]}", "],\"x_groq\":{\"usage\":{\"prompt_tokens\":1}}}");
        Quirks groq = only(Quirk.GROQ_USAGE);
        assertThat(of(groq, HELLO)
                        .chunks(chunk("{\"content\":\"a\"}"), finish, "[DONE]")
                        .get(2))
                .isEqualTo(
                        "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m\",\"choices\":[],"
                                + "\"usage\":{\"prompt_tokens\":1}}");
        String usage = "{\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":1}}";
        assertThat(of(groq, HELLO).chunks(chunk("{\"content\":\"a\"}"), finish, usage, "[DONE]"))
                .hasSize(4);
    }

    @Test
    void usage_on_the_last_chunk_gets_one_of_its_own() {
        String finish =
                chunk("{}", ended("stop")).replace("]}", "],\"usage\":{\"prompt_tokens\":1,\"num_cached_tokens\":1}}");
        assertThat(of(only(Quirk.USAGE_APART, Quirk.CACHED_TOKENS), HELLO)
                        .chunks(chunk("{\"content\":\"a\"}"), finish, "[DONE]"))
                .containsExactly(
                        chunk("{\"content\":\"a\"}"),
                        chunk("{}", ended("stop")),
                        "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m\",\"choices\":[],"
                                + "\"usage\":{\"prompt_tokens\":1,\"num_cached_tokens\":1,\"prompt_tokens_details\":{\"cached_tokens\":1}}}",
                        "[DONE]");
    }

    @Test
    void a_nameless_first_chunk_gives_its_results_to_the_next() {
        String nameless =
                "{\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\",\"prompt_filter_results\":[1]}";
        String named = chunk("{\"role\":\"assistant\",\"content\":\"\"}");
        assertThat(of(only(Quirk.FILTER_RESULTS), HELLO)
                        .chunks(nameless, named, chunk("{\"content\":\"a\"}"), "[DONE]"))
                .containsExactly(
                        named.substring(0, named.length() - 1) + ",\"prompt_filter_results\":[1]}",
                        chunk("{\"content\":\"a\"}"),
                        "[DONE]");
    }

    @Test
    void data_in_several_lines_is_one_event_still() {
        assertThat(of(only(Quirk.REASONING), HELLO)
                        .chunks("{\"choices\":[{\"index\":0,\"delta\":\ndata: {\"reasoning\":\"a\"}}]}"))
                .containsExactly(
                        "{\"choices\":[{\"index\":0,\"delta\": {\"reasoning\":\"a\",\"reasoning_content\":\"a\"}}]}");
    }
}
