package dev.headgate.dialect.anthropic;

import static dev.headgate.dialect.Exchanged.HELLO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.api.GatewayException;
import dev.headgate.dialect.Exchanged;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

final class RequestWriterTest {
    private static Exchanged of(String model, String members) {
        return Exchanged.of(new AnthropicTranslation(), model, members);
    }

    @Test
    void a_request_with_everything_in_it() throws IOException {
        Exchanged e = of("claude-sonnet-4-5", Exchanged.golden(RequestWriterTest.class, "full.chat.json"));
        assertThat(e.sent().toPrettyString())
                .isEqualTo(Exchanged.JSON
                        .readTree(Exchanged.golden(RequestWriterTest.class, "full.messages.json"))
                        .toPrettyString());
        assertThat(e.dropped()).containsExactly("stop", "seed");
    }

    @ParameterizedTest
    @CsvSource({
        "claude-3-opus-20240229, 4096",
        "claude-3-5-haiku-latest, 8192",
        "claude-opus-4-1, 32000",
        "anthropic.claude-sonnet-4-5-20250929-v1:0, 64000",
        "claude-opus-4.6, 128000",
        "somebody-elses, 8192"
    })
    void a_limit_that_is_not_given_is_the_models_own(String model, long most) {
        assertThat(of(model, HELLO).sent().path("max_tokens").asLong()).isEqualTo(most);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "claude-sonnet-4-0 | low   | {'type':'enabled','budget_tokens':1024} |            | 2024",
                "claude-sonnet-4-5 | high  | {'type':'enabled','budget_tokens':4096} |            | 5096",
                "claude-sonnet-4-5 | none  |                                         |            | 1000",
                "claude-opus-4-6   | xhigh | {'type':'adaptive'}                     | max        | 1000",
                "claude-opus-4-7   | xhigh | {'type':'adaptive','display':'summarized'} | xhigh   | 1000",
                "claude-opus-4-8   | none  | {'type':'disabled'}                     |            | 1000",
                "claude-3-5-haiku  | high  |                                         |            | 1000",
            })
    void an_effort_is_asked_for_as_the_model_knows_it(
            String model, String effort, String thinking, String word, long most) {
        JsonNode sent = of(model, HELLO + ",\"max_tokens\":1000,\"reasoning_effort\":\"" + effort + "\"")
                .sent();
        assertThat(sent.path("thinking").toString()).isEqualTo(thinking == null ? "" : thinking.replace('\'', '"'));
        assertThat(sent.at("/output_config/effort").asString("")).isEqualTo(word == null ? "" : word);
        assertThat(sent.path("max_tokens").asLong()).isEqualTo(most);
    }

    @Test
    void thinking_gives_way_to_a_call_that_is_forced() {
        Exchanged e = of(
                "claude-sonnet-4-5",
                HELLO + ",\"reasoning_effort\":\"low\",\"tool_choice\":\"required\","
                        + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]");
        assertThat(e.sent().has("thinking")).isFalse();
        assertThat(e.dropped()).containsExactly("reasoning_effort");
    }

    @Test
    void thinking_gives_way_where_what_was_thought_before_a_call_is_lost() {
        String calls = "\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":null,"
                + "%s\"tool_calls\":[{\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]},"
                + "{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"b\"}],\"reasoning_effort\":\"low\"";
        assertThat(of("claude-sonnet-4-5", calls.formatted("")).dropped()).containsExactly("reasoning_effort");
        Exchanged kept = of(
                "claude-sonnet-4-5",
                calls.formatted(
                        "\"thinking_blocks\":[{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"s\"}],"));
        assertThat(kept.dropped()).isEmpty();
        assertThat(kept.sent().at("/messages/1/content/0/signature").asString()).isEqualTo("s");
    }

    @Test
    void an_anthropic_member_passes_as_it_is() {
        JsonNode sent = of(
                        "claude-sonnet-4-5",
                        HELLO + ",\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":2000},\"max_tokens\":3000,"
                                + "\"temperature\":0.5,\"cache_control\":{\"type\":\"ephemeral\"}")
                .sent();
        assertThat(sent.at("/thinking/budget_tokens").asInt()).isEqualTo(2000);
        assertThat(sent.path("max_tokens").asInt()).isEqualTo(3000);
        assertThat(sent.has("temperature")).as("refused beside thinking").isFalse();
        assertThat(sent.at("/cache_control/type").asString()).isEqualTo("ephemeral");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "claude-opus-4-7   | 'temperature':0.2             | temperature",
                "claude-opus-4-7   | 'temperature':1               | ",
                "claude-sonnet-4-5 | 'temperature':0.2,'top_p':0.9 | top_p",
                "claude-sonnet-4-5 | 'top_p':0.9                   | ",
                "claude-sonnet-4-5 | 'seed':1,'logprobs':true      | seed,logprobs",
                "claude-sonnet-4-5 | 'logprobs':false,'store':false,'frequency_penalty':0.0,'metadata':{},'logit_bias':null | ",
                "claude-sonnet-4-5 | 'metadata':{'a':'b'},'service_tier':'flex' | metadata,service_tier",
            })
    void what_has_no_place_is_named(String model, String members, String dropped) {
        assertThat(of(model, HELLO + "," + members.replace('\'', '"')).dropped())
                .containsExactly(dropped == null ? new String[0] : dropped.split(","));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'strict':true,'seed':1 | seed",
                "'strict':true,'top_k':3,'reasoning_effort':'low' | top_k",
                "'n':2 | n"
            })
    void what_must_not_be_left_out_is_refused(String members, String param) {
        assertThatThrownBy(() -> of("claude-sonnet-4-5", HELLO + "," + members.replace('\'', '"'))
                        .sent())
                .isInstanceOfSatisfying(GatewayException.class, e -> {
                    assertThat(e.failure().status()).isEqualTo(400);
                    assertThat(e.failure().param()).contains(param);
                });
    }

    @Test
    void a_strict_request_that_loses_nothing_is_sent() {
        assertThat(of("claude-sonnet-4-5", HELLO + ",\"strict\":true").sent().has("strict"))
                .isFalse();
    }

    @Test
    void calls_in_the_history_want_their_tools_declared() {
        JsonNode sent = of(
                        "claude-sonnet-4-5",
                        "\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":null,"
                                + "\"tool_calls\":[{\"id\":\"t\",\"type\":\"function\",\"function\":{\"name\":\"f\","
                                + "\"arguments\":\"{}\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"t\",\"content\":\"b\"}]")
                .sent();
        assertThat(sent.at("/tools/0/name").asString()).isEqualTo("f");
        assertThat(sent.at("/tool_choice/type").asString()).isEqualTo("none");
    }

    @Test
    void functions_of_old_are_tools() {
        JsonNode sent = of(
                        "claude-sonnet-4-5",
                        "\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":null,"
                                + "\"function_call\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\":1.0}\"}},"
                                + "{\"role\":\"function\",\"name\":\"f\",\"content\":\"b\"}],"
                                + "\"functions\":[{\"name\":\"f\",\"parameters\":{\"properties\":{}}}],"
                                + "\"function_call\":{\"name\":\"f\"}")
                .sent();
        assertThat(sent.at("/tools/0/input_schema").toString()).isEqualTo("{\"type\":\"object\",\"properties\":{}}");
        assertThat(sent.path("tool_choice").toString())
                .isEqualTo("{\"type\":\"tool\",\"name\":\"f\",\"disable_parallel_tool_use\":true}");
        assertThat(sent.at("/messages/1/content/0/id")).isEqualTo(sent.at("/messages/2/content/0/tool_use_id"));
        assertThat(sent.at("/messages/1/content/0/input").toString()).isEqualTo("{\"a\":1.0}");
    }

    @Test
    void only_the_allowed_tools_are_offered() {
        JsonNode sent = of(
                        "claude-sonnet-4-5",
                        HELLO + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}},"
                                + "{\"type\":\"function\",\"function\":{\"name\":\"g\"}}],\"tool_choice\":"
                                + "{\"type\":\"allowed_tools\",\"allowed_tools\":{\"mode\":\"required\","
                                + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"g\"}}]}}")
                .sent();
        assertThat(sent.path("tools")).hasSize(1);
        assertThat(sent.at("/tools/0/name").asString()).isEqualTo("g");
        assertThat(sent.at("/tool_choice/type").asString()).isEqualTo("any");
    }

    @Test
    void an_assistant_cannot_begin_and_a_system_cannot_be_alone() {
        JsonNode begun = of("claude-sonnet-4-5", "\"messages\":[{\"role\":\"assistant\",\"content\":\"I\"}]")
                .sent();
        assertThat(begun.at("/messages/0/role").asString()).isEqualTo("user");
        assertThat(begun.path("messages")).hasSize(2);
        JsonNode alone = of("claude-sonnet-4-5", "\"messages\":[{\"role\":\"system\",\"content\":\"I\"}]")
                .sent();
        assertThat(alone.at("/system/0/text").asString()).isEqualTo("I");
        assertThat(alone.path("messages")).hasSize(1);
    }

    @Test
    void a_json_object_is_asked_for_in_words() {
        assertThat(of("claude-sonnet-4-5", HELLO + ",\"response_format\":{\"type\":\"json_object\"}")
                        .sent()
                        .at("/system/0/text")
                        .asString())
                .contains("JSON object");
    }

    @Test
    void what_is_missing_where_it_must_be_does_not_break_the_json() {
        JsonNode sent = of(
                        "claude-sonnet-4-5",
                        HELLO + ",\"tools\":[{\"type\":\"function\",\"function\":{}}],\"response_format\":"
                                + "{\"type\":\"json_schema\",\"json_schema\":{}}")
                .sent();
        assertThat(sent.at("/tools/0/name").isNull()).isTrue();
        assertThat(sent.at("/output_config/format/schema").isNull()).isTrue();
    }
}
