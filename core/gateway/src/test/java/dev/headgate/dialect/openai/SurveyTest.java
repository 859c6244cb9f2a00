package dev.headgate.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.Content;
import dev.headgate.api.Content.Coverage;
import dev.headgate.api.Content.Part;
import dev.headgate.api.Operation;
import dev.headgate.api.Scope;
import dev.headgate.testkit.Recording;
import dev.headgate.testkit.Recordings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Where the texts of a body stand, and what of it is not understood. */
final class SurveyTest {
    private static final Map<String, Operation> OPERATIONS = Map.of(
            "chat_completions", Operation.CHAT,
            "completions", Operation.COMPLETION,
            "embeddings", Operation.EMBEDDING);

    private static Content content(Operation operation, String body) {
        return new OpenAiDialect().content(operation, Body.of(body));
    }

    @Test
    void each_text_has_the_path_it_stands_at() {
        Content content = content(Operation.CHAT, """
                {"model":"m","messages":[
                 {"role":"system","content":"a"},
                 {"role":"user","content":["b",{"type":"text","text":"c"},{"type":"image_url","image_url":{"url":"u"}}]},
                 {"role":"assistant","content":"","reasoning_content":"d","reasoning_details":[{"type":"reasoning.text","text":"e"}],
                  "tool_calls":[{"id":"i","type":"function","function":{"name":"f","arguments":"{\\"x\\":\\"g\\",\\"y\\":[\\"h\\"]}"}},
                   {"id":"j","type":"custom","custom":{"name":"f","input":"k"}}]},
                 {"role":"tool","tool_call_id":"i","content":"l"}],
                 "tools":[{"type":"function","function":{"name":"f","description":"m","parameters":
                  {"properties":{"p":{"description":"n","enum":["no"]}}}}}],
                 "response_format":{"type":"json_schema","json_schema":{"name":"s","description":"o","schema":
                  {"properties":{"q":{"description":"p"}}}}},
                 "stop":["no"],"user":"no","metadata":{"no":"no"}}""");
        assertThat(content.parts()).extracting(Part::text).containsExactly("abcdeghklmnop".split(""));
        assertThat(content.coverage())
                .isEqualTo(new Coverage(
                        List.of(
                                "messages[0].content",
                                "messages[1].content[0]",
                                "messages[1].content[1].text",
                                "messages[2].reasoning_content",
                                "messages[2].reasoning_details[0].text",
                                "messages[2].tool_calls[0].function.arguments",
                                "messages[2].tool_calls[0].function.arguments",
                                "messages[2].tool_calls[1].custom.input",
                                "messages[3].content",
                                "tools[0].function.description",
                                "tools[0].function.parameters.properties.p.description",
                                "response_format.json_schema.description",
                                "response_format.json_schema.schema.properties.q.description"),
                        List.of()));
    }

    @Test
    void members_that_nobody_knows_are_named_and_so_are_texts_where_none_belong() {
        assertThat(content(Operation.CHAT, """
                {"model":"m","documents":[{"text":"x"}],"messages":[{"role":"user","content":{"text":"x"},"notes":"x"},
                {"role":"user","content":[{"type":"document","source":{"data":"x"}}],"a b":"x"},
                {"role":"assistant","reasoning_details":"x","tool_calls":[{"function":{"arguments":{"a":"x"}}}]}]}""").coverage().unknown())
                .containsExactly(
                        "documents",
                        "messages[0].content.text",
                        "messages[0].notes",
                        "messages[1].content[0].source",
                        "messages[1].?",
                        "messages[2].reasoning_details",
                        "messages[2].tool_calls[0].function.arguments.a");
        var many = new StringBuilder("{\"model\":\"m\"");
        for (int i = 0; i < 500; i++) {
            many.append(",\"x").append(i).append("\":1");
        }
        assertThat(content(Operation.CHAT, many.append('}').toString())
                        .coverage()
                        .unknown())
                .hasSize(100);
    }

    @Test
    void other_operations_and_answers_are_understood_too() {
        assertThat(content(Operation.COMPLETION, "{\"model\":\"m\",\"prompt\":[\"a\",\"b\"],\"suffix\":\"c\"}")
                        .coverage()
                        .texts())
                .containsExactly("prompt[0]", "prompt[1]", "suffix");
        assertThat(content(Operation.EMBEDDING, "{\"model\":\"m\",\"input\":\"a\",\"x\":1}")
                        .coverage())
                .isEqualTo(new Coverage(List.of("input"), List.of("x")));
        assertThat(content(
                                Operation.RERANK,
                                "{\"model\":\"m\",\"query\":\"a\",\"documents\":[\"b\",{\"text\":\"c\",\"image\":\"u\",\"meta\":{\"x\":\"no\"}}],\"top_n\":1}")
                        .coverage())
                .isEqualTo(new Coverage(
                        List.of("query", "documents[0]", "documents[1].text"), List.of("documents[1].meta.x")));
        assertThat(content(
                                Operation.TOKEN_COUNT,
                                "{\"model\":\"m\",\"instructions\":\"a\",\"input\":[{\"role\":\"user\",\"content\":[{\"type\":\"input_text\",\"text\":\"b\"}]},"
                                        + "{\"type\":\"function_call\",\"call_id\":\"i\",\"name\":\"f\",\"arguments\":\"{\\\"x\\\":\\\"c\\\"}\"},"
                                        + "{\"type\":\"function_call_output\",\"call_id\":\"i\",\"output\":\"d\"}],\"x\":1}")
                        .coverage())
                .isEqualTo(new Coverage(
                        List.of("instructions", "input[0].content[0].text", "input[1].arguments", "input[2].output"),
                        List.of("x")));
        assertThat(content(
                                Operation.CHAT,
                                "{\"id\":\"i\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"a\",\"annotations\":"
                                        + "[{\"type\":\"url_citation\",\"url_citation\":{\"url\":\"u\",\"title\":\"b\"}}]}}]}")
                        .coverage()
                        .texts())
                .containsExactly("choices[0].message.content", "choices[0].message.annotations[0].url_citation.title");
    }

    @Test
    void metadata_are_texts_once_they_are_asked_for() {
        Content content = content(
                        Operation.CHAT,
                        "{\"model\":\"m\",\"metadata\":{\"k\":\"a\",\"n\":1,\"a b\":\"b\"},\"user\":\"c\",\"messages\":[{\"role\":\"user\",\"content\":\"d\"}],\"safety_identifier\":\"e\"}")
                .withMetadata();
        assertThat(content.parts())
                .containsExactly(
                        new Part(Scope.METADATA, "a"),
                        new Part(Scope.METADATA, "b"),
                        new Part(Scope.METADATA, "c"),
                        new Part(Scope.MESSAGE, "d"),
                        new Part(Scope.METADATA, "e"));
        assertThat(content.coverage())
                .isEqualTo(new Coverage(
                        List.of("metadata.k", "metadata.?", "user", "messages[0].content", "safety_identifier"),
                        List.of()));
        assertThat(content.rewrite((scope, text) -> scope == Scope.METADATA ? "*" : text)
                        .text())
                .isEqualTo(
                        "{\"model\":\"m\",\"metadata\":{\"k\":\"*\",\"n\":1,\"a b\":\"*\"},\"user\":\"*\",\"messages\":[{\"role\":\"user\",\"content\":\"d\"}],\"safety_identifier\":\"*\"}");
    }

    @Test
    void recorded_bodies_have_a_path_for_each_text_and_requests_are_understood() {
        var unknown = new TreeMap<String, Integer>();
        for (Recording r : Recordings.cases(m -> OPERATIONS.containsKey(m.endpoint()))) {
            Operation operation = OPERATIONS.getOrDefault(r.meta().endpoint(), Operation.MODELS);
            r.request().ifPresent(b -> {
                Coverage coverage = checked(operation, b);
                coverage.unknown().forEach(u -> unknown.merge(u.replaceAll("\\d+", "0"), 1, Integer::sum));
            });
            if (!r.meta().stream() && r.meta().status() == 200) {
                checked(operation, r.response());
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static Coverage checked(Operation operation, byte[] body) {
        Content content =
                new OpenAiDialect().content(operation, Body.wrap(body)).withMetadata();
        Coverage coverage = content.coverage();
        assertThat(coverage.texts()).hasSameSizeAs(content.parts());
        return coverage;
    }
}
