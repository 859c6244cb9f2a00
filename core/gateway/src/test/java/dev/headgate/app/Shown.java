package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.ChatFold;
import dev.headgate.testkit.End;
import dev.headgate.testkit.Recording;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a caller sees of a translated recording, held against what it is expected to mean. */
final class Shown {
    private static final JsonMapper JSON = JsonMapper.shared();

    private Shown() {}

    static void asExpected(Recording r, Answer answer) {
        JsonNode expected = r.expected();
        if (r.meta().status() >= 400) {
            error(r, expected.path("error"), answer);
            return;
        }
        assertThat(answer.status()).isEqualTo(200);
        if (expected.path("stream_error").isObject()) {
            brokenOff(expected, answer);
            return;
        }
        assertThat(answer.end()).isEqualTo(End.COMPLETE);
        ChatFold chat = answer.chat();
        // xAI dates each chunk anew; no client looks.
        assertThat(chat.problems())
                .allMatch(p -> r.meta().provider().equals("xai") && p.startsWith("id, created or model changes"));
        assertThat(chat.text()).isEqualTo(expected.path("text").asString(""));
        assertThat(chat.reasoning()).isEqualTo(expected.path("reasoning").asString(""));
        finish(expected, chat);
        calls(expected.path("tool_calls"), chat.toolCalls());
        usage(expected, chat);
        if (!expected.path("id").asString("").isEmpty()) {
            assertThat(chat.id()).isEqualTo(expected.path("id").asString());
        }
        assertThat(chat.id()).isNotEmpty();
        assertThat(chat.model()).isNotEmpty();
    }

    /** What was said until then, and why no more came. */
    private static void brokenOff(JsonNode expected, Answer answer) {
        assertThat(answer.end()).isNotEqualTo(End.COMPLETE);
        ChatFold chat = answer.chat();
        assertThat(chat.text()).isEqualTo(expected.path("text").asString(""));
        assertThat(chat.reasoning()).isEqualTo(expected.path("reasoning").asString(""));
        JsonNode error = chat.error().orElseThrow();
        assertThat(error.propertyNames()).containsExactly("message", "type", "param", "code");
        assertThat(error.path("message"))
                .isEqualTo(expected.path("stream_error").path("message"));
    }

    /** Where the provider's reason was no word, what the answer holds tells why it ended. */
    private static void finish(JsonNode expected, ChatFold chat) {
        String word = expected.path("finish_reason").asString("");
        String implied = chat.toolCalls().isEmpty() ? "stop" : "tool_calls";
        assertThat(chat.finishReason()).contains(word.isEmpty() ? implied : word);
    }

    private static void calls(JsonNode expected, List<ChatFold.ToolCall> calls) {
        assertThat(calls).hasSize(expected.size());
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < calls.size(); i++) {
            ChatFold.ToolCall call = calls.get(i);
            JsonNode e = expected.get(i);
            assertThat(call.name()).isEqualTo(e.path("name").asString());
            assertThat(JSON.readTree(call.arguments())).isEqualTo(e.path("arguments"));
            if (e.path("id").isString()) {
                assertThat(call.id()).isEqualTo(e.path("id").asString());
            }
            if (call.legacy()) {
                continue;
            }
            assertThat(call.id()).isNotEmpty();
            assertThat(ids.add(call.id())).as("a second call " + call.id()).isTrue();
        }
    }

    private static void usage(JsonNode expected, ChatFold chat) {
        JsonNode usage = expected.path("usage");
        if (!usage.path("prompt_tokens").isNumber()) {
            return;
        }
        Set<Long> prompts = new HashSet<>(Set.of(usage.path("prompt_tokens").asLong()));
        expected.path("usage_alt_prompt_tokens").forEach(n -> prompts.add(n.asLong()));
        assertThat(chat.tokens("prompt_tokens")).isIn(prompts);
        assertThat(chat.tokens("completion_tokens"))
                .isEqualTo(usage.path("completion_tokens").asLong());
        long sum = chat.tokens("prompt_tokens") + chat.tokens("completion_tokens");
        assertThat(chat.tokens("total_tokens"))
                .isIn(sum, usage.path("total_tokens").asLong(sum));
        JsonNode details = chat.usage().orElseThrow().path("prompt_tokens_details");
        assertThat(details.path("cached_tokens").asLong(0))
                .isEqualTo(usage.path("cached_tokens").asLong(0));
        assertThat(details.path("cache_write_tokens").asLong(0))
                .isEqualTo(usage.path("cache_write_tokens").asLong(0));
    }

    private static void error(Recording r, JsonNode expected, Answer answer) {
        JsonNode error = answer.json().path("error");
        assertThat(error.propertyNames()).contains("message", "type", "param", "code");
        int status = r.meta().status();
        if (status == 401 || status == 403) {
            assertThat(answer.status()).isEqualTo(502);
            assertThat(error.path("code").asString()).isEqualTo("upstream_auth_error");
            return;
        }
        assertThat(answer.status()).isEqualTo(status);
        assertThat(error.path("message")).isEqualTo(expected.path("message"));
    }
}
