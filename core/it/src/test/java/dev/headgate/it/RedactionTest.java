package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The redaction plugin in a packaged gateway, between a caller and upstreams of every wire format. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RedactionTest {
    private static final Map<String, List<String>> STREAMS = new LinkedHashMap<>();
    private static final Map<String, String> WHOLE = new LinkedHashMap<>();

    /** As the caller has to see it: the original where the model repeats its placeholder, and nothing it made up. */
    private static final String TEXT = "Told `ann@example.org` and not *** at all";

    private static final JsonNode ARGUMENTS =
            json("{\"to\":[\"ann@example.org\",\"\\\"x\\\"\"],\"n\":1.0,\"<EMAIL_1>\":\"***\"}");

    static {
        String args = "{'to':['<email_1>','\\\"x\\\"'],'n':1.0,'<EMAIL_1>':'new@example.com'}";
        STREAMS.put(
                "anthropic",
                List.of(
                        typed(
                                "message_start",
                                "'message':{'id':'m','model':'x','usage':{'input_tokens':1,'output_tokens':1}}"),
                        typed("content_block_start", "'index':0,'content_block':{'type':'text','text':''}"),
                        typed("content_block_delta", "'index':0,'delta':{'type':'text_delta','text':'Told `<em'}"),
                        typed(
                                "content_block_delta",
                                "'index':0,'delta':{'type':'text_delta','text':'ail_1>` and not new@exam'}"),
                        typed("content_block_delta", "'index':0,'delta':{'type':'text_delta','text':'ple.com at all'}"),
                        typed("content_block_stop", "'index':0"),
                        typed(
                                "content_block_start",
                                "'index':1,'content_block':{'type':'tool_use','id':'t1','name':'f','input':{}}"),
                        typed(
                                "content_block_delta",
                                "'index':1,'delta':{'type':'input_json_delta','partial_json':" + piece(args, 0, 12)
                                        + "}"),
                        typed(
                                "content_block_delta",
                                "'index':1,'delta':{'type':'input_json_delta','partial_json':"
                                        + piece(args, 12, args.length()) + "}"),
                        typed("content_block_stop", "'index':1"),
                        typed("message_delta", "'delta':{'stop_reason':'tool_use'},'usage':{'output_tokens':7}"),
                        typed("message_stop", "'x':1")));
        STREAMS.put(
                "gemini",
                List.of(
                        data("{'candidates':[{'content':{'role':'model','parts':[{'text':'Told `<em'}]}}]}"),
                        data(
                                "{'candidates':[{'content':{'role':'model','parts':[{'text':'ail_1>` and not new@exam'}]}}]}"),
                        data("{'candidates':[{'content':{'role':'model','parts':[{'text':'ple.com at all'}]}}]}"),
                        data("{'candidates':[{'content':{'role':'model','parts':[{'functionCall':{'name':'f','args':"
                                + args
                                + "}}]},'finishReason':'STOP'}],'usageMetadata':{'promptTokenCount':1,"
                                + "'candidatesTokenCount':2,'totalTokenCount':3}}")));
        STREAMS.put(
                "cohere",
                List.of(
                        typed("message-start", "'id':'m','delta':{'message':{'role':'assistant'}}"),
                        typed("content-start", "'index':0,'delta':{'message':{'content':{'type':'text','text':''}}}"),
                        typed("content-delta", "'index':0,'delta':{'message':{'content':{'text':'Told `<em'}}}"),
                        typed(
                                "content-delta",
                                "'index':0,'delta':{'message':{'content':{'text':'ail_1>` and not new@exam'}}}"),
                        typed("content-delta", "'index':0,'delta':{'message':{'content':{'text':'ple.com at all'}}}"),
                        typed("content-end", "'index':0"),
                        typed(
                                "tool-call-start",
                                "'index':0,'delta':{'message':{'tool_calls':{'id':'t','type':'function',"
                                        + "'function':{'name':'f','arguments':''}}}}"),
                        typed(
                                "tool-call-delta",
                                "'index':0,'delta':{'message':{'tool_calls':{'function':{'arguments':"
                                        + piece(args, 0, 12) + "}}}}"),
                        typed(
                                "tool-call-delta",
                                "'index':0,'delta':{'message':{'tool_calls':{'function':{'arguments':"
                                        + piece(args, 12, args.length()) + "}}}}"),
                        typed("tool-call-end", "'index':0"),
                        typed(
                                "message-end",
                                "'delta':{'finish_reason':'TOOL_CALL','usage':{'tokens':{'input_tokens':1,'output_tokens':2}}}")));
        STREAMS.put(
                "ollama-native",
                List.of(
                        line("{'model':'x','message':{'role':'assistant','content':'Told `<em'},'done':false}"),
                        line(
                                "{'model':'x','message':{'role':'assistant','content':'ail_1>` and not new@exam'},'done':false}"),
                        line("{'model':'x','message':{'role':'assistant','content':'ple.com at all'},'done':false}"),
                        line(
                                "{'model':'x','message':{'role':'assistant','content':'','tool_calls':[{'function':{'name':'f',"
                                        + "'arguments':" + args + "}}]},'done':false}"),
                        line(
                                "{'model':'x','message':{'role':'assistant','content':''},'done':true,'done_reason':'stop',"
                                        + "'prompt_eval_count':1,'eval_count':2}")));
        STREAMS.put(
                "openai-compatible",
                List.of(
                        data(OpenAiReplies.roleChunk()),
                        data(OpenAiReplies.textChunk("Told `<em")),
                        data(OpenAiReplies.textChunk("ail_1>` and not new@exam")),
                        data(OpenAiReplies.textChunk("ple.com at all")),
                        chunk("'id':'t','type':'function','function':{'name':'f','arguments':" + piece(args, 0, 12)
                                + "}"),
                        chunk("'function':{'arguments':" + piece(args, 12, args.length()) + "}"),
                        data(OpenAiReplies.finishChunk("tool_calls")),
                        Reply.event("[DONE]")));
        String text = "'Told `<email_1>` and not new@example.com at all'";
        WHOLE.put(
                "anthropic",
                "{'id':'m','type':'message','role':'assistant','model':'x','stop_reason':'tool_use','content':[{'type':'text',"
                        + "'text':" + text + "},{'type':'tool_use','id':'t','name':'f','input':" + args
                        + "}],'usage':{'input_tokens':1,'output_tokens':2}}");
        WHOLE.put(
                "gemini",
                "{'candidates':[{'content':{'role':'model','parts':[{'text':" + text
                        + "},{'functionCall':{'name':'f','args':" + args
                        + "}}]},'finishReason':'STOP'}],'usageMetadata':{'promptTokenCount':1,'candidatesTokenCount':2,"
                        + "'totalTokenCount':3}}");
        WHOLE.put(
                "cohere",
                "{'id':'m','finish_reason':'TOOL_CALL','message':{'role':'assistant','content':[{'type':'text','text':"
                        + text + "}],'tool_calls':[{'id':'t','type':'function','function':{'name':'f','arguments':"
                        + piece(args, 0, args.length())
                        + "}}]},'usage':{'tokens':{'input_tokens':1,'output_tokens':2}}}");
        WHOLE.put(
                "ollama-native",
                "{'model':'x','message':{'role':'assistant','content':" + text
                        + ",'tool_calls':[{'function':{'name':'f','arguments':" + args
                        + "}}]},'done':true,'done_reason':'stop','prompt_eval_count':1,'eval_count':2}");
        WHOLE.put(
                "openai-compatible",
                "{'id':'c','object':'chat.completion','created':1,'model':'x','choices':[{'index':0,'finish_reason':"
                        + "'tool_calls','message':{'role':'assistant','content':" + text
                        + ",'tool_calls':[{'id':'t','type':'function','function':{'name':'f','arguments':"
                        + piece(args, 0, args.length()) + "}}]}}],'usage':{'prompt_tokens':1,'completion_tokens':2,"
                        + "'total_tokens':3}}");
    }

    private final FakeUpstream upstream = new FakeUpstream();
    private final FakeUpstream presidio = new FakeUpstream();
    private PackagedGateway gateway;

    @BeforeAll
    void start() {
        var yaml = new StringBuilder("upstreams:\n");
        STREAMS.keySet()
                .forEach(p -> yaml.append("  %s: { provider: %s, base-url: \"%s\", api-key: key-of-ours-1234 }\n"
                        .formatted(p, p, upstream.url())));
        yaml.append("models:\n");
        STREAMS.keySet().forEach(p -> yaml.append("  to-%s: %s/claude-sonnet-4-5\n".formatted(p, p)));
        yaml.append("""
                  strict: { targets: [ openai-compatible/x ], filters: [ redaction: { detect: [ email ], unknown-content: refuse } ] }
                  asking:
                    targets: [ openai-compatible/x ]
                    filters:
                      - redaction: { detect: [ email ], external: { url: "%s", entities: [ PERSON ], time-limit: 1s }, on-error: fail }
                  hurried: { targets: [ openai-compatible/x ], filters: [ redaction: { detect: [ all ], time-limit: 1ms } ] }
                filters:
                  - redaction:
                      detect: [ email, card ]
                      patterns: [ { name: employee, pattern: "EMP-[0-9]{6}" } ]
                      words: [ { name: project, words: [ Blue Heron ] } ]
                      restore: true
                      answers: mask
                      rules: [ { detect: [ card ], action: block, in: request } ]
                """.formatted(presidio.url()));
        gateway = PackagedGateway.start(yaml.toString());
    }

    @AfterAll
    void stop() {
        gateway.close();
        upstream.close();
        presidio.close();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static String data(String json) {
        return Reply.event(quoted(json));
    }

    private static String typed(String type, String members) {
        return "event: " + type + "\n" + data("{'type':'" + type + "'," + members + "}");
    }

    private static String line(String json) {
        return quoted(json) + "\n";
    }

    private static String chunk(String call) {
        return data("{'id':'c','object':'chat.completion.chunk','created':1,'model':'x','choices':[{'index':0,'delta':"
                + "{'tool_calls':[{'index':0," + call + "}]},'finish_reason':null}]}");
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    /** A piece of JSON inside a string of JSON. */
    private static String piece(String json, int from, int to) {
        return JsonMapper.shared().writeValueAsString(quoted(json).substring(from, to));
    }

    private static String request(String provider, boolean stream) {
        return """
                {"model":"to-%s","stream":%s,"messages":[{"role":"system","content":"You serve ann@example.org."},
                {"role":"user","content":[{"type":"text","text":"write to ann@example.org"}]},
                {"role":"assistant","content":null,"tool_calls":[{"id":"t0","type":"function","function":{"name":"f",
                "arguments":"{\\"to\\":\\"ann@example.org\\",\\"q\\":\\"a \\\\\\"b\\\\\\"\\"}"}}]},
                {"role":"tool","tool_call_id":"t0","content":"sent to ann@example.org"}],
                "tools":[{"type":"function","function":{"name":"f","description":"not for ann@example.org",
                "parameters":{"type":"object"}}}]}""".formatted(provider, stream);
    }

    private void check(Received sent) {
        assertThat(sent.body().text()).doesNotContain("ann@").contains("a \\");
        assertThat(sent.body().text().split("EMAIL_1", -1))
                .as(sent.body().text())
                .hasSize(6);
        json(sent.body().text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic", "gemini", "cohere", "ollama-native", "openai-compatible"})
    void originals_come_back_in_streams_of_every_format_and_what_the_model_makes_up_does_not_come_through(
            String provider) {
        Reply reply = Reply.of(200)
                .header("content-type", provider.startsWith("ollama") ? "application/x-ndjson" : "text/event-stream")
                .chunked();
        for (String event : STREAMS.getOrDefault(provider, List.of())) {
            reply = reply.then(event);
        }
        for (int size : new int[] {1, 7, 1 << 20}) {
            upstream.script(reply.dripping(size));
            int before = upstream.requests();
            String seen;
            try (RawClient client = RawClient.connect(gateway.url())) {
                Answer answer = client.post("/v1/chat/completions", request(provider, true))
                        .read();
                assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                seen = answer.text();
            }
            assertThat(seen).endsWith("data: [DONE]\n\n").doesNotContain("new@");
            var text = new StringBuilder();
            var arguments = new StringBuilder();
            seen.lines().filter(l -> l.startsWith("data: {")).forEach(l -> {
                JsonNode delta = json(l.substring(6)).at("/choices/0/delta");
                text.append(delta.path("content").asString(""));
                arguments.append(delta.at("/tool_calls/0/function/arguments").asString(""));
            });
            assertThat(text).hasToString(TEXT);
            assertThat(json(arguments.toString())).isEqualTo(ARGUMENTS);
            check(upstream.received().get(before));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"anthropic", "gemini", "cohere", "ollama-native", "openai-compatible"})
    void and_so_they_do_in_whole_answers(String provider) {
        upstream.script(Reply.json(200, quoted(WHOLE.getOrDefault(provider, ""))));
        int before = upstream.requests();
        HttpResponse<String> answer = gateway.post("/v1/chat/completions", request(provider, false));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode message = json(answer.body()).at("/choices/0/message");
        assertThat(message.path("content").asString()).isEqualTo(TEXT);
        assertThat(json(message.at("/tool_calls/0/function/arguments").asString()))
                .isEqualTo(ARGUMENTS);
        check(upstream.received().get(before));
    }

    @Test
    void a_blocked_kind_is_refused_by_its_place_and_nothing_is_sent() {
        int before = upstream.requests();
        HttpResponse<String> answer = gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"to-gemini\",\"messages\":[{\"role\":\"user\",\"content\":\"pay 4111 1111 1111 1111\"}]}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer.body()).at("/error/param").asString()).isEqualTo("messages[0].content");
        assertThat(answer.body()).contains("content_blocked").contains("card").doesNotContain("4111");
        assertThat(upstream.requests()).isEqualTo(before);
    }

    @Test
    void content_that_nobody_understands_is_refused_where_that_is_wanted() {
        int before = upstream.requests();
        HttpResponse<String> answer = gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"strict\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\",\"dossier\":\"x\"}]}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer.body()).at("/error/param").asString()).isEqualTo("messages[0].dossier");
        assertThat(upstream.requests()).isEqualTo(before);
    }

    @Test
    void an_external_detector_that_does_not_answer_has_the_request_refused_and_nothing_sent() {
        String body = "{\"model\":\"asking\",\"messages\":[{\"role\":\"user\",\"content\":\"I am Ann\"}]}";
        int before = upstream.requests();
        presidio.script(Reply.never(), Reply.json(500, "[]"));
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> answer = gateway.post("/v1/chat/completions", body);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.body()).contains("redaction_unavailable");
        }
        assertThat(upstream.requests()).isEqualTo(before);
        presidio.script(Reply.json(200, "[{\"entity_type\":\"PERSON\",\"start\":5,\"end\":8,\"score\":0.9}]"));
        upstream.script(OpenAiReplies.chat("hello"));
        assertThat(gateway.post("/v1/chat/completions", body).statusCode()).isEqualTo(200);
        assertThat(upstream.received().get(before).body().text()).contains("I am <PERSON_1>");
    }

    @Test
    void detectors_that_do_not_finish_in_time_have_the_request_refused_and_nothing_sent() {
        int before = upstream.requests();
        HttpResponse<String> answer = gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"hurried\",\"messages\":[{\"role\":\"user\",\"content\":\"" + "born 1.".repeat(60_000)
                        + "\"}]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(500);
        assertThat(upstream.requests()).isEqualTo(before);
    }

    @Test
    void patterns_and_words_of_the_configuration_are_replaced_and_restored_too() {
        int before = upstream.requests();
        upstream.script(OpenAiReplies.chat("<EMPLOYEE_1> of <PROJECT_1>"));
        HttpResponse<String> answer = gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"to-openai-compatible\",\"messages\":[{\"role\":\"user\",\"content\":\"EMP-123456 of blue heron\"}]}");
        assertThat(upstream.received().get(before).body().text())
                .contains("<EMPLOYEE_1> of <PROJECT_1>")
                .doesNotContain("EMP-1");
        assertThat(json(answer.body()).at("/choices/0/message/content").asString())
                .isEqualTo("EMP-123456 of blue heron");
    }

    @Test
    void what_was_done_is_counted_on_the_metrics_and_in_the_log_line_without_any_value() {
        upstream.script(OpenAiReplies.chat("to <EMAIL_1> or new@example.com"));
        gateway.post(
                "/v1/chat/completions",
                "{\"model\":\"to-openai-compatible\",\"messages\":[{\"role\":\"user\",\"content\":\"I am eve@example.org\"}]}");
        gateway.process().awaitOut("redacted=2 restored=1");
        assertThat(gateway.adminGet("/metrics").body())
                .contains("headgate_plugin_redaction_findings_total{action=\"replace\",direction=\"request\","
                        + "kind=\"email\",scope=\"message\"}")
                .contains("headgate_plugin_redaction_restored_total{scope=\"message\"}")
                .doesNotContain("@example");
        assertThat(gateway.process().out()).doesNotContain("@example");
    }

    @Test
    void a_large_request_holds_no_loop_up() {
        upstream.script(
                OpenAiReplies.chat("ok"), OpenAiReplies.chat("ok"), OpenAiReplies.chat("ok"), OpenAiReplies.chat("ok"));
        int before = upstream.requests();
        String text = "write to ann@example.org or call, as the keeper of the gate did in 1850. ".repeat(14_000);
        for (int i = 0; i < 4; i++) {
            assertThat(gateway.post(
                                    "/v1/chat/completions",
                                    "{\"model\":\"to-openai-compatible\",\"messages\":[{\"role\":\"user\",\"content\":\""
                                            + text + "\"}]}")
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(upstream.received().get(before).body().text()).doesNotContain("ann@");
        assertThat(gateway.adminGet("/metrics").body()).doesNotContain("filter=\"redaction\",outcome=\"blocked\"");
    }

    @BeforeEach
    void nothing_is_left_of_the_test_before() {
        assertThat(gateway.process().out()).doesNotContain("ann@example.org");
    }
}
