package dev.headgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChatFoldTest {
    @Test
    void folds_the_kit_s_own_stream_and_its_whole_answer_to_the_same() {
        ChatFold stream = answer(OpenAiReplies.chatStreamWithUsage(3, 2, "He", "llo"));
        ChatFold whole = answer(OpenAiReplies.chat("Hello"));

        for (ChatFold fold : List.of(stream, whole)) {
            assertThat(fold.text()).isEqualTo("Hello");
            assertThat(fold.finishReason()).contains("stop");
            assertThat(fold.tokens("prompt_tokens")).isEqualTo(3);
            assertThat(fold.tokens("total_tokens")).isEqualTo(5);
            assertThat(fold.tokens("cached_tokens")).isEqualTo(-1);
            assertThat(fold.id()).isEqualTo(OpenAiReplies.ID);
            assertThat(fold.model()).isEqualTo(OpenAiReplies.MODEL);
            assertThat(fold.problems()).isEmpty();
        }
        assertThat(stream.done()).isTrue();
        assertThat(answer(OpenAiReplies.chatStream("x")).usage()).isEmpty();
    }

    @Test
    void folds_a_whole_tool_call() {
        assertThat(answer(OpenAiReplies.toolCall("call_1", "now", "{\"zone\":\"UTC\"}"))
                        .toolCalls())
                .containsExactly(new ChatFold.ToolCall("call_1", "now", "{\"zone\":\"UTC\"}"));
    }

    @Test
    void puts_the_pieces_of_parallel_tool_calls_together() {
        ChatFold fold = fold(
                delta("{\"role\":\"assistant\",\"content\":null}"),
                delta("{\"reasoning_content\":\"hm\"}"),
                delta("{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"\"}}]}"),
                delta(
                        "{\"tool_calls\":[{\"index\":1,\"id\":\"b\",\"function\":{\"name\":\"g\",\"arguments\":\"{\"}}]}"),
                delta("{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{}\"}}]}"),
                delta("{\"tool_calls\":[{\"index\":1,\"function\":{\"arguments\":\"}\"}}]}"),
                "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}",
                "[DONE]");

        assertThat(fold.toolCalls())
                .containsExactly(new ChatFold.ToolCall("a", "f", "{}"), new ChatFold.ToolCall("b", "g", "{}"));
        assertThat(fold.reasoning()).isEqualTo("hm");
        assertThat(fold.problems()).isEmpty();
    }

    @Test
    void keeps_interleaved_choices_apart() {
        ChatFold fold = fold(
                "{\"choices\":[{\"index\":1,\"delta\":{\"role\":\"assistant\",\"content\":\"b\"},\"finish_reason\":\"length\"}]}",
                "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"a\"},\"finish_reason\":\"stop\"}]}",
                "[DONE]");

        assertThat(fold.text(0) + fold.text(1)).isEqualTo("ab");
        assertThat(fold.finishReason(1)).contains("length");
        assertThat(fold.choices()).isEqualTo(2);
    }

    @Test
    void names_what_is_wrong_with_a_stream() {
        assertThat(fold(OpenAiReplies.roleChunk(), OpenAiReplies.textChunk("a")).problems())
                .containsExactly("choice 0: no finish_reason", "no [DONE]");
        assertThat(fold(
                                OpenAiReplies.textChunk("a"),
                                OpenAiReplies.finishChunk("stop"),
                                OpenAiReplies.textChunk("b"),
                                "{\"id\":\"other\",\"choices\":[]}",
                                "[DONE]",
                                "[DONE]")
                        .problems())
                .hasSize(4)
                .anyMatch(p -> p.startsWith("choice 0: content after finish_reason"))
                .anyMatch(p -> p.startsWith("id, created or model changes"))
                .anyMatch(p -> p.startsWith("choice 0: role given 0 times"))
                .anyMatch(p -> p.startsWith("after [DONE]"));
    }

    @Test
    void an_error_within_a_stream_needs_no_finish_reason() {
        ChatFold fold = fold(
                OpenAiReplies.roleChunk(),
                OpenAiReplies.errorBody(502, "upstream_broke_off", "it broke off"),
                "[DONE]");

        assertThat(fold.error().orElseThrow().path("code").asString()).isEqualTo("upstream_broke_off");
        assertThat(fold.problems()).isEmpty();
    }

    private static ChatFold fold(String... datas) {
        return ChatFold.ofEvents(
                Arrays.stream(datas).map(d -> new Sse.Event("", d)).toList());
    }

    private static String delta(String delta) {
        return "{\"choices\":[{\"index\":0,\"delta\":" + delta + ",\"finish_reason\":null}]}";
    }

    private static ChatFold answer(Reply reply) {
        try (var upstream = new FakeUpstream().always(reply);
                var client = RawClient.connect(upstream.url())) {
            return client.get("/").read().chat();
        }
    }
}
