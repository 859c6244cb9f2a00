package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.plugin.PluginHosts;
import dev.headgate.plugin.PluginJars;
import dev.headgate.plugin.RenamingFilters;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.Frames;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A filter written once works alike whatever the upstream speaks, on requests, whole answers and streams. */
final class OneFilterEveryFormatTest {
    private static final Map<String, List<byte[]>> STREAMS = new LinkedHashMap<>();

    static {
        STREAMS.put(
                "anthropic",
                List.of(
                        typed(
                                "message_start",
                                "'message':{'id':'m','model':'x','usage':{'input_tokens':1,'output_tokens':1}}"),
                        typed("content_block_start", "'index':0,'content_block':{'type':'text','text':''}"),
                        typed("content_block_delta", "'index':0,'delta':{'type':'text_delta','text':'the sec'}"),
                        typed("content_block_delta", "'index':0,'delta':{'type':'text_delta','text':'ret is out'}"),
                        typed("content_block_stop", "'index':0"),
                        typed(
                                "content_block_start",
                                "'index':1,'content_block':{'type':'tool_use','id':'t1','name':'f','input':{}}"),
                        typed(
                                "content_block_delta",
                                "'index':1,'delta':{'type':'input_json_delta','partial_json':'{\\\"q\\\":\\\"se'}"),
                        typed(
                                "content_block_delta",
                                "'index':1,'delta':{'type':'input_json_delta','partial_json':'cret\\\"}'}"),
                        typed("content_block_stop", "'index':1"),
                        typed("message_delta", "'delta':{'stop_reason':'tool_use'},'usage':{'output_tokens':7}"),
                        typed("message_stop", "'x':1")));
        STREAMS.put(
                "gemini",
                List.of(
                        data("{'candidates':[{'content':{'role':'model','parts':[{'text':'the sec'}]}}]}"),
                        data("{'candidates':[{'content':{'role':'model','parts':[{'text':'ret is out'}]}}]}"),
                        data(
                                "{'candidates':[{'content':{'role':'model','parts':[{'functionCall':{'name':'f','args':{'q':'secret'}}}]},"
                                        + "'finishReason':'STOP'}],'usageMetadata':{'promptTokenCount':1,'candidatesTokenCount':2,'totalTokenCount':3}}")));
        STREAMS.put(
                "cohere",
                List.of(
                        typed("message-start", "'id':'m','delta':{'message':{'role':'assistant'}}"),
                        typed("content-start", "'index':0,'delta':{'message':{'content':{'type':'text','text':''}}}"),
                        typed("content-delta", "'index':0,'delta':{'message':{'content':{'text':'the sec'}}}"),
                        typed("content-delta", "'index':0,'delta':{'message':{'content':{'text':'ret is out'}}}"),
                        typed("content-end", "'index':0"),
                        typed(
                                "tool-call-start",
                                "'index':0,'delta':{'message':{'tool_calls':{'id':'t','type':'function',"
                                        + "'function':{'name':'f','arguments':''}}}}"),
                        typed(
                                "tool-call-delta",
                                "'index':0,'delta':{'message':{'tool_calls':{'function':{'arguments':'{\\\"q\\\":\\\"se'}}}}"),
                        typed(
                                "tool-call-delta",
                                "'index':0,'delta':{'message':{'tool_calls':{'function':{'arguments':'cret\\\"}'}}}}"),
                        typed("tool-call-end", "'index':0"),
                        typed(
                                "message-end",
                                "'delta':{'finish_reason':'TOOL_CALL','usage':{'tokens':{'input_tokens':1,'output_tokens':2}}}")));
        STREAMS.put(
                "ollama-native",
                List.of(
                        line("{'model':'x','message':{'role':'assistant','content':'the sec'},'done':false}"),
                        line("{'model':'x','message':{'role':'assistant','content':'ret is out'},'done':false}"),
                        line(
                                "{'model':'x','message':{'role':'assistant','content':'','tool_calls':[{'function':{'name':'f',"
                                        + "'arguments':{'q':'secret'}}}]},'done':false}"),
                        line(
                                "{'model':'x','message':{'role':'assistant','content':''},'done':true,'done_reason':'stop',"
                                        + "'prompt_eval_count':1,'eval_count':2}")));
        STREAMS.put(
                "openai-compatible",
                List.of(
                        data(OpenAiReplies.roleChunk()),
                        data(OpenAiReplies.textChunk("the sec")),
                        data(OpenAiReplies.textChunk("ret is out")),
                        data(
                                "{'id':'c','object':'chat.completion.chunk','created':1,'model':'x','choices':[{'index':0,'delta':{'tool_calls':"
                                        + "[{'index':0,'id':'t','type':'function','function':{'name':'f','arguments':'{\\\"q\\\":\\\"se'}}]},"
                                        + "'finish_reason':null}]}"),
                        data(
                                "{'id':'c','object':'chat.completion.chunk','created':1,'model':'x','choices':[{'index':0,'delta':{'tool_calls':"
                                        + "[{'index':0,'function':{'arguments':'cret\\\"}'}}]},'finish_reason':null}]}"),
                        data(OpenAiReplies.finishChunk("tool_calls")),
                        data("[DONE]")));
        STREAMS.put(
                "bedrock",
                List.of(
                        frame("messageStart", "'role':'assistant'"),
                        frame("contentBlockDelta", "'contentBlockIndex':0,'delta':{'text':'the sec'}"),
                        frame("contentBlockDelta", "'contentBlockIndex':0,'delta':{'text':'ret is out'}"),
                        frame("contentBlockStop", "'contentBlockIndex':0"),
                        frame(
                                "contentBlockStart",
                                "'contentBlockIndex':1,'start':{'toolUse':{'toolUseId':'t','name':'f'}}"),
                        frame(
                                "contentBlockDelta",
                                "'contentBlockIndex':1,'delta':{'toolUse':{'input':'{\\\"q\\\":\\\"se'}}"),
                        frame("contentBlockDelta", "'contentBlockIndex':1,'delta':{'toolUse':{'input':'cret\\\"}'}}"),
                        frame("contentBlockStop", "'contentBlockIndex':1"),
                        frame("messageStop", "'stopReason':'tool_use'"),
                        frame("metadata", "'usage':{'inputTokens':1,'outputTokens':2,'totalTokens':3}")));
    }

    @TempDir
    private Path folder = Path.of("");

    private static byte[] utf8(String text) {
        return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] data(String json) {
        return utf8(Reply.event(json));
    }

    private static byte[] typed(String type, String members) {
        return utf8("event: " + type + "\n" + Reply.event("{'type':'" + type + "'," + members + "}"));
    }

    private static byte[] line(String json) {
        return utf8(json + "\n");
    }

    private static byte[] frame(String type, String members) {
        return Frames.event(type, "{" + members.replace('\'', '"') + "}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic", "gemini", "cohere", "ollama-native", "openai-compatible", "bedrock"})
    void renames_both_ways_in_streams_that_come_byte_by_byte(String provider) throws Exception {
        PluginJars.write(folder, "renaming-plugin", RenamingFilters.class);
        try (var upstream = new FakeUpstream();
                TestGateway gateway =
                        TestGateway.start("""
                        upstreams: { up: { provider: %s, base-url: "%s", api-key: key-of-ours-1234 } }
                        models: { m: up/claude-sonnet-4-5 }
                        filters: [ renaming ]
                        """.formatted(provider, upstream.url()), Map.of(), PluginHosts.of(folder))) {
            Reply reply = Reply.of(200)
                    .header(
                            "content-type",
                            provider.startsWith("ollama") ? "application/x-ndjson" : "text/event-stream")
                    .chunked();
            for (byte[] event : STREAMS.getOrDefault(provider, List.of())) {
                reply = reply.then(event);
            }
            for (int size : new int[] {1, 7, 1 << 20}) {
                upstream.script(reply.dripping(size));
                String seen;
                try (RawClient client = RawClient.connect(gateway.url().toString())) {
                    seen = client.post("/v1/chat/completions", """
                                    {"model":"m","stream":true,"messages":[{"role":"user","content":"tell the secret"}],
                                    "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]}""").read().text();
                }
                assertThat(seen).endsWith("data: [DONE]\n\n").doesNotContain("secret");
                var text = new StringBuilder();
                var arguments = new StringBuilder();
                seen.lines().filter(l -> l.startsWith("data: {")).forEach(l -> {
                    JsonNode delta =
                            JsonMapper.shared().readTree(l.substring(6)).at("/choices/0/delta");
                    text.append(delta.path("content").asString(""));
                    arguments.append(
                            delta.at("/tool_calls/0/function/arguments").asString(""));
                });
                assertThat(text).hasToString("the PUBLIC is out");
                assertThat(JsonMapper.shared().readTree(arguments.toString()))
                        .isEqualTo(JsonMapper.shared().readTree("{\"q\":\"PUBLIC\"}"));
            }
            assertThat(upstream.received())
                    .hasSize(3)
                    .allSatisfy(r -> assertThat(r.body().text())
                            .contains("tell the PUBLIC")
                            .doesNotContain("secret"));
        }
    }

    @Test
    void renames_whole_answers_too() throws Exception {
        PluginJars.write(folder, "renaming-plugin", RenamingFilters.class);
        try (var upstream = new FakeUpstream();
                TestGateway gateway =
                        TestGateway.start("""
                        upstreams: { up: { provider: anthropic, base-url: "%s", api-key: key-of-ours-1234 } }
                        models: { m: up/claude-sonnet-4-5 }
                        filters: [ renaming ]
                        """.formatted(upstream.url()), Map.of(), PluginHosts.of(folder))) {
            upstream.script(Reply.json(200, """
                    {"id":"m","type":"message","role":"assistant","model":"x","stop_reason":"tool_use","content":[
                    {"type":"text","text":"the secret"},{"type":"tool_use","id":"t","name":"f","input":{"q":["secret",1.0]}}],
                    "usage":{"input_tokens":1,"output_tokens":2}}"""));
            String seen = gateway.post(
                            "/v1/chat/completions",
                            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"a secret\"}]}")
                    .body();
            assertThat(seen)
                    .contains("the PUBLIC")
                    .contains("[\\\"PUBLIC\\\",1.0]")
                    .doesNotContain("secret");
        }
    }
}
