package dev.headgate.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.testkit.Recordings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class ConversationTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String TOOLS = "[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

    private static OptionalLong chat(String body) {
        return new OpenAiDialect().conversation(Operation.CHAT, Body.of(body));
    }

    private static OptionalLong completion(String prompt) {
        return new OpenAiDialect().conversation(Operation.COMPLETION, Body.of("{\"prompt\":" + prompt + "}"));
    }

    private static String body(String messages) {
        return "{\"model\":\"m\",\"messages\":[" + messages + "]}";
    }

    private static String message(String role, String content) {
        return "{\"role\":\"" + role + "\",\"content\":" + content + "}";
    }

    @Provide
    Arbitrary<String> words() {
        return Arbitraries.strings()
                .ofMaxLength(30)
                .filter(s -> s.chars().noneMatch(c -> Character.isSurrogate((char) c)))
                .map(JSON::writeValueAsString);
    }

    @Provide
    Arbitrary<List<String>> before() {
        return message("system", "developer", "assistant").list().ofMaxSize(3);
    }

    @Provide
    Arbitrary<List<String>> after() {
        return message("user", "assistant", "tool", "system").list().ofMaxSize(8);
    }

    private Arbitrary<String> message(String... roles) {
        Arbitrary<String> content = Arbitraries.oneOf(
                words(),
                words().map(w -> "[{\"type\":\"text\",\"text\":" + w + "}]"),
                words().map(w -> "[{\"type\":\"image_url\",\"image_url\":{\"url\":" + w + "}}]"));
        return Combinators.combine(Arbitraries.of(roles), content).as(ConversationTest::message);
    }

    @Property(tries = 500)
    void every_turn_of_a_conversation_is_known_as_the_same(
            @ForAll("before") List<String> before,
            @ForAll("words") String first,
            @ForAll("after") List<String> after,
            @ForAll boolean toolsFirst) {
        List<String> messages = new ArrayList<>(before);
        messages.add(message("user", first));
        OptionalLong turnOne = chat(body(String.join(",", messages)));
        assertThat(turnOne).isPresent();
        OptionalLong withTools = chat(withTools(messages, toolsFirst));
        assertThat(withTools).isPresent().isNotEqualTo(turnOne);
        for (String next : after) {
            messages.add(next);
            assertThat(chat(body(String.join(",", messages)))).isEqualTo(turnOne);
            assertThat(chat(withTools(messages, toolsFirst))).isEqualTo(withTools);
            assertThat(chat(withTools(messages, !toolsFirst))).isEqualTo(withTools);
        }
    }

    private static String withTools(List<String> messages, boolean first) {
        String list = "\"messages\":[" + String.join(",", messages) + "]";
        String tools = "\"tools\":" + TOOLS;
        return "{" + (first ? tools + "," + list : list + "," + tools) + "}";
    }

    @Property(tries = 500)
    void another_beginning_is_another_conversation(
            @ForAll("words") String system, @ForAll("words") String one, @ForAll("words") String two) {
        OptionalLong of = chat(body(message("system", system) + "," + message("user", one)));
        assertThat(chat(body(message("system", system) + "," + message("user", two)))
                        .equals(of))
                .isEqualTo(one.equals(two));
        assertThat(chat(body(message("system", two) + "," + message("user", one)))
                        .equals(of))
                .isEqualTo(system.equals(two));
        assertThat(chat(body(message("user", one)))).isNotEqualTo(of);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"u\"}],\"model\":\"n\"}",
                "{\"temperature\":1,\"messages\" : [ {\"role\": \"system\",\n\"content\":\"s\"}, {\"role\":\"user\",\"content\":\"u\"} ],"
                        + "\"stream\":true,\"seed\":[7]}",
                "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"u\"}]}]}",
                "{\"messages\":[{\"role\":\"system\",\"content\":[{\"type\":\"text\",\"text\":\"s\",\"cache_control\":{\"type\":\"e\"}}]},"
                        + "{\"role\":\"user\",\"content\":\"u\",\"cache_control\":{\"type\":\"e\"}}]}",
            })
    void what_changes_between_turns_does_not_count(String same) {
        OptionalLong of = chat(body(message("system", "\"s\"") + "," + message("user", "\"u\"")));
        assertThat(chat(same)).isPresent().isEqualTo(of);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\":[{\"role\":\"developer\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"u\"}]}",
                "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"u\",\"name\":\"n\"}]}",
                "{\"messages\":[{\"role\":\"system\",\"content\":\"su\"},{\"role\":\"user\",\"content\":\"\"}]}",
                "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":[{\"type\":\"file\",\"text\":\"u\"}]}]}",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"u\"}]}",
                "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"},{\"role\":\"user\",\"content\":\"u\"}],\"functions\":[{}]}",
            })
    void what_stays_between_turns_counts(String other) {
        OptionalLong of = chat(body(message("system", "\"s\"") + "," + message("user", "\"u\"")));
        assertThat(chat(other)).isPresent().isNotEqualTo(of);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"messages\":[{\"role\":\"system\",\"content\":\"s\"}]}",
                "{\"messages\":[]}",
                "{\"messages\":7}",
                "{\"messages\":[7,{\"role\":\"user\",\"content\":\"u\"}]}",
                "{\"messages\":[{\"role\":\"user\"",
                "{\"model\":\"m\"}",
                "[]",
                "7",
                "",
            })
    void what_names_no_user_is_no_conversation(String body) {
        assertThat(chat(body)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        // Where clients mark the latest message for the cache, they write it as parts, and plainly in the next turn.
        "openrouter,pydantic-ai.test_openrouter_cache_messages_anthropic_real_api,2",
        "openrouter,pydantic-ai.test_openrouter_cache_all_settings_real_api,2",
        "openrouter,pydantic-ai.test_openrouter_preserve_reasoning_block,2",
        "openai,simonw-llm.test_tool_use_chain_of_two_calls,3",
        "groq,pydantic-ai.test_tool_use_failed_error,3",
        "mistral,pydantic-ai.test_mistral_history_uses_prompt_cache,2",
    })
    void recorded_turns_are_known_as_the_same(String provider, String conversation, int turns) {
        Set<OptionalLong> known = new HashSet<>();
        for (int turn = 1; turn <= turns; turn++) {
            known.add(recorded(provider, conversation + "-" + turn));
        }
        assertThat(known).hasSize(1).doesNotContain(OptionalLong.empty());
    }

    @Test
    void recorded_conversations_with_one_system_message_are_told_apart() {
        String name = "pydantic-ai.test_openrouter_cache_instructions_gemini_real_api-";
        assertThat(recorded("openrouter", name + 1)).isPresent().isNotEqualTo(recorded("openrouter", name + 2));
    }

    private static OptionalLong recorded(String provider, String name) {
        byte[] request = Recordings.named(provider, name).request().orElseThrow();
        return new OpenAiDialect().conversation(Operation.CHAT, Body.wrap(request));
    }

    @Test
    void the_user_is_known_however_the_role_is_spelled() {
        assertThat(chat(body(message("us\\u0065r", "\"u\"")))).isPresent();
    }

    @Test
    void after_the_first_message_of_the_user_nothing_more_is_read() {
        String first = message("user", "\"u\"");
        String head = "{\"tools\":" + TOOLS + ",\"messages\":[" + first;
        String many = (',' + message("assistant", "\"a\"") + ',' + message("user", "\"b\"")).repeat(5_000);
        OptionalLong of = chat(head + "]}");
        assertThat(chat(head + many + "]}")).isPresent().isEqualTo(of);
        assertThat(chat(head + " this is not read")).isEqualTo(of);
        assertThat(chat("{\"messages\":[" + first + many + "],\"tools\":" + TOOLS + "}"))
                .isEqualTo(of);
    }

    @Test
    void a_completion_is_known_by_how_its_prompt_begins() {
        String start = "x".repeat(256);
        OptionalLong of = completion("\"" + start + "\"");
        assertThat(of).isPresent();
        assertThat(completion("\"" + start + " and more\"")).isEqualTo(of);
        assertThat(completion("[\"" + start + " and more\",\"other\"]")).isEqualTo(of);
        assertThat(completion("\"y" + start + "\"")).isNotEqualTo(of);
        assertThat(completion("\"x\"")).isPresent().isNotEqualTo(of);
        assertThat(completion("[1,2,3]")).isPresent().isEqualTo(completion("[[1, 2, 3],[4]]"));
        assertThat(completion("[1,2,3]")).isNotEqualTo(completion("[12,3]"));
        assertThat(completion("[" + "7,".repeat(64) + "7]")).isEqualTo(completion("[" + "7,".repeat(64) + "8]"));
        assertThat(completion("null")).isEmpty();
        assertThat(completion("[]")).isEmpty();
    }

    @Test
    void embeddings_are_no_conversation() {
        assertThat(new OpenAiDialect().conversation(Operation.EMBEDDING, Body.of("{\"input\":\"x\"}")))
                .isEmpty();
        assertThat(new OpenAiDialect().conversation(Operation.MODELS, Body.EMPTY))
                .isEmpty();
    }

    @Property(tries = 300)
    void nothing_makes_it_throw(@ForAll byte[] bytes, @ForAll String text) {
        for (Operation operation : Operation.values()) {
            for (Body body : new Body[] {Body.wrap(bytes), Body.of(text), Body.of("{\"messages\":[{" + text)}) {
                new OpenAiDialect().conversation(operation, body);
                new OpenAiDialect().user(operation, body);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            u | {"user":"u"}
            s | {"user":"u","safety_identifier":"s"}
            k | {"user":"u","prompt_cache_key":"k","safety_identifier":"s"}
            k | {"safety_identifier":"s","messages":[{"user":"x"}],"prompt_cache_key":"k"}
            s | {"prompt_cache_key":"","safety_identifier":"s","user":"u"}
            u | {"prompt_cache_key":null,"safety_identifier":{"user":"x"},"user":"u"}
            é | {"user":"\\u00e9"}
              | {"user":7}
              | {"user":""}
              | {"messages":[{"user":"x"}]}
              | ["user"]
              | {"user":
            """)
    void the_user_is_whoever_is_named_for_the_cache_first(String user, String body) {
        assertThat(new OpenAiDialect().user(Operation.CHAT, Body.of(body))).isEqualTo(Optional.ofNullable(user));
        assertThat(new OpenAiDialect().user(Operation.EMBEDDING, Body.of(body))).isEqualTo(Optional.ofNullable(user));
        assertThat(new OpenAiDialect().user(Operation.MODELS, Body.of(body))).isEmpty();
    }
}
