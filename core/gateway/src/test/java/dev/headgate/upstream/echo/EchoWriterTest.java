package dev.headgate.upstream.echo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EchoWriterTest {
    private static final String CHAT = "/v1/chat/completions";

    @Test
    void says_what_was_said_last() {
        var writer = writer(CHAT, """
                {"model":"echo-1","messages":[{"role":"system","content":"be brief"},
                 {"role":"user","content":"so \\"brief\\" \\u00e9"}]}""");
        assertThat(writer.model()).isEqualTo("echo-1");
        assertThat(writer.streams()).isFalse();
        assertThat(writer.whole()).isEqualTo("""
                {"id":"chatcmpl-echo","object":"chat.completion","created":1700000000,"model":"echo-1",\
                "choices":[{"index":0,"message":{"role":"assistant","content":"so \\"brief\\" é","refusal":null},\
                "finish_reason":"stop","logprobs":null}],\
                "usage":{"prompt_tokens":5,"completion_tokens":3,"total_tokens":8}}""");
    }

    @Test
    void streams_a_word_at_a_time_and_usage_when_asked() {
        var writer = writer(CHAT, """
                {"model":"echo","stream":true,"stream_options":{"include_usage":true},
                 "messages":[{"role":"user","content":[{"type":"text","text":"hello there"}]}]}""");
        String head = "{\"id\":\"chatcmpl-echo\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                + "\"model\":\"echo\",\"choices\":[";
        String choice = head + "{\"index\":0,\"finish_reason\":";
        assertThat(writer.streams()).isTrue();
        assertThat(writer.events())
                .containsExactly(
                        choice + "null,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}",
                        choice + "null,\"delta\":{\"content\":\"hello \"}}]}",
                        choice + "null,\"delta\":{\"content\":\"there\"}}]}",
                        choice + "\"stop\",\"delta\":{}}]}",
                        head + "],\"usage\":{\"prompt_tokens\":2,\"completion_tokens\":2,\"total_tokens\":4}}");
    }

    @Test
    void calls_a_tool_with_the_arguments_that_follow_its_name() {
        assertThat(writer(CHAT, request("", "call weather {\\\"city\\\":\\\"Bern\\\"} now"))
                        .whole())
                .contains("\"content\":null,\"tool_calls\":[{\"id\":\"call_echo\",\"type\":\"function\",\"function\":"
                        + "{\"name\":\"weather\",\"arguments\":\"{\\\"city\\\":\\\"Bern\\\"}\"}}]")
                .contains("\"finish_reason\":\"tool_calls\"");
    }

    @Test
    void calls_a_tool_only_as_its_choice_allows() {
        assertThat(writer(CHAT, request("\"tool_choice\":\"required\",", "hello"))
                        .whole())
                .contains("\"arguments\":\"{}\"");
        assertThat(writer(CHAT, request("\"tool_choice\":\"none\",", "call weather"))
                        .whole())
                .contains("\"content\":\"call weather\"");
        assertThat(writer(CHAT, request("\"tool_choice\":{\"function\":{\"name\":\"other\"}},", "hello"))
                        .whole())
                .contains("\"content\":\"hello\"");
    }

    @Test
    void completes_a_prompt() {
        assertThat(writer("/v1/completions", "{\"model\":\"echo\",\"prompt\":\"a b\"}")
                        .whole())
                .contains("\"choices\":[{\"index\":0,\"text\":\"a b\",\"finish_reason\":\"stop\",\"logprobs\":null}]");
    }

    @Test
    void embeds_each_text_but_tokens_as_one() {
        assertThat(writer("/v1/embeddings", "{\"model\":\"echo\",\"input\":[\"a\",\"b\"]}")
                        .whole())
                .containsOnlyOnce("\"index\":0")
                .containsOnlyOnce("\"index\":1");
        assertThat(writer("/v1/embeddings", "{\"model\":\"echo\",\"input\":[1,2],\"encoding_format\":\"base64\"}")
                        .whole())
                .containsOnlyOnce("\"embedding\":\"")
                .doesNotContain("\"index\":1");
    }

    @Test
    void orders_documents_by_the_words_they_share_with_the_query() {
        assertThat(writer("/v1/rerank", """
                        {"model":"echo","query":"Blue sky","documents":["a sea",{"text":"the sky is blue"},"blue"],
                         "top_n":2,"return_documents":true}""").whole())
                .isEqualTo("{\"id\":\"rerank-echo\",\"model\":\"echo\",\"results\":["
                        + "{\"index\":1,\"relevance_score\":1.0,\"document\":{\"text\":\"the sky is blue\"}},"
                        + "{\"index\":2,\"relevance_score\":0.5,\"document\":{\"text\":\"blue\"}}],"
                        + "\"usage\":{\"total_tokens\":9}}");
    }

    @Test
    void counts_words_for_tokens() {
        assertThat(writer("/v1/responses/input_tokens", """
                        {"model":"echo","instructions":"be brief","input":[{"role":"user","content":[
                         {"type":"input_text","text":"hello there"}]},{"type":"function_call_output","output":"42"}]}""").whole())
                .isEqualTo("{\"object\":\"response.input_tokens\",\"input_tokens\":5}");
        assertThat(writer("/v1/responses/input_tokens", "{\"model\":\"echo\",\"input\":\"a b\"}")
                        .whole())
                .endsWith("\"input_tokens\":2}");
    }

    private static String request(String choice, String text) {
        return "{\"model\":\"echo\"," + choice
                + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}],"
                + "\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
    }

    private static EchoWriter writer(String path, String request) {
        return new EchoWriter(path, request.getBytes(UTF_8));
    }
}
