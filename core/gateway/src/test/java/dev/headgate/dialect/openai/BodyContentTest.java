package dev.headgate.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.Content;
import dev.headgate.api.Content.Part;
import dev.headgate.api.Operation;
import dev.headgate.api.Scope;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class BodyContentTest {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static Content chat(String body) {
        return new OpenAiDialect().content(Operation.CHAT, Body.of(body));
    }

    @Test
    void texts_come_in_order_with_their_scope() {
        assertThat(chat("""
                        {"messages": [
                          {"content": "be kind", "role": "system"},
                          {"role": "developer", "content": ["terse", {"type": "text", "text": "very"}]},
                          {"role": "user", "name": "ann", "content": [
                            {"type": "text", "text": "look"}, {"type": "image_url", "image_url": {"url": "http://x"}}]},
                          {"role": "assistant", "reasoning_content": "hm", "content": null, "refusal": "no", "tool_calls": [
                            {"id": "c1", "type": "function", "function": {"name": "f",
                              "arguments": "{\\"a\\": [\\"x\\", 1, {\\"b\\": \\"y\\"}], \\"c\\": \\"\\"}"}},
                            {"id": "c2", "type": "function", "function": {"name": "f", "arguments": "{\\"a\\": \\"x"}}]},
                          {"role": "tool", "tool_call_id": "c1", "content": "42"},
                          {"role": "user", "content": ""}],
                         "tools": [{"type": "function", "function": {"name": "f", "description": "counts", "parameters":
                          {"type": "object", "properties": {"description": {"type": "string", "description": "of it"}}}}}],
                         "user": "u", "metadata": {"k": "v"}}""").parts())
                .containsExactly(
                        new Part(Scope.SYSTEM, "be kind"),
                        new Part(Scope.SYSTEM, "terse"),
                        new Part(Scope.SYSTEM, "very"),
                        new Part(Scope.MESSAGE, "look"),
                        new Part(Scope.REASONING, "hm"),
                        new Part(Scope.MESSAGE, "no"),
                        new Part(Scope.TOOL_INPUT, "x"),
                        new Part(Scope.TOOL_INPUT, "y"),
                        new Part(Scope.TOOL_INPUT, "{\"a\": \"x"),
                        new Part(Scope.TOOL_OUTPUT, "42"),
                        new Part(Scope.SYSTEM, "counts"),
                        new Part(Scope.SYSTEM, "of it"));
    }

    @Test
    void other_operations_have_theirs() {
        var dialect = new OpenAiDialect();
        assertThat(dialect.content(Operation.COMPLETION, Body.of("{\"prompt\":[\"a\",\"b\"],\"suffix\":\"c\"}"))
                        .parts())
                .extracting(Part::text)
                .containsExactly("a", "b", "c");
        assertThat(dialect.content(Operation.COMPLETION, Body.of("{\"prompt\":[1,2]}"))
                        .parts())
                .isEmpty();
        assertThat(dialect.content(Operation.EMBEDDING, Body.of("{\"input\":\"a\"}"))
                        .parts())
                .extracting(Part::text)
                .containsExactly("a");
        assertThat(dialect.content(Operation.MODELS, Body.EMPTY).parts()).isEmpty();
    }

    @Test
    void what_is_to_be_ordered_is_text_and_so_is_what_is_repeated() {
        Body request = Body.of("{\"query\":\"q\",\"documents\":[\"a\",{\"title\":\"t\",\"image\":\"http://x\",\"n\":1,"
                + "\"text\":\"b\"}],\"rank_fields\":[\"text\"]}");
        assertThat(new OpenAiDialect().content(Operation.RERANK, request).parts())
                .containsExactly(
                        new Part(Scope.MESSAGE, "q"),
                        new Part(Scope.MESSAGE, "a"),
                        new Part(Scope.MESSAGE, "t"),
                        new Part(Scope.MESSAGE, "b"));
        Body answer = Body.of(
                "{\"id\":\"x\",\"results\":[{\"index\":1,\"document\":{\"text\":\"b\"}},{\"document\":\"c\"}]}");
        assertThat(new OpenAiDialect()
                        .content(Operation.RERANK, answer)
                        .rewrite((scope, text) -> text + "!")
                        .text())
                .isEqualTo(answer.text().replace("\"b\"", "\"b!\"").replace("\"c\"", "\"c!\""));
    }

    @Test
    void what_is_to_be_counted_has_the_scopes_of_a_chat() {
        assertThat(new OpenAiDialect()
                        .content(Operation.TOKEN_COUNT, Body.of("""
                        {"instructions":"i","input":[
                         {"role":"developer","content":"d"},
                         {"type":"message","role":"user","content":[{"type":"input_text","text":"u"},
                          {"type":"input_image","image_url":"http://x"}]},
                         {"type":"reasoning","summary":[{"type":"summary_text","text":"r"}],"encrypted_content":"e"},
                         {"type":"function_call","call_id":"c","name":"f","arguments":"{\\"a\\":\\"x\\"}"},
                         {"type":"custom_tool_call","call_id":"c","name":"g","input":"y"},
                         {"type":"function_call_output","call_id":"c","output":"o"},
                         {"type":"function_call_output","call_id":"c","output":[{"type":"input_text","text":"p"}]}],
                         "tools":[{"type":"function","name":"f","description":"t"}]}"""))
                        .parts())
                .containsExactly(
                        new Part(Scope.SYSTEM, "i"),
                        new Part(Scope.SYSTEM, "d"),
                        new Part(Scope.MESSAGE, "u"),
                        new Part(Scope.REASONING, "r"),
                        new Part(Scope.TOOL_INPUT, "x"),
                        new Part(Scope.TOOL_INPUT, "y"),
                        new Part(Scope.TOOL_OUTPUT, "o"),
                        new Part(Scope.TOOL_OUTPUT, "p"),
                        new Part(Scope.SYSTEM, "t"));
        assertThat(new OpenAiDialect()
                        .content(Operation.TOKEN_COUNT, Body.of("{\"input\":\"u\"}"))
                        .parts())
                .containsExactly(new Part(Scope.MESSAGE, "u"));
    }

    @Test
    void only_what_changes_changes() {
        String body =
                "{ \"messages\" :[{\"role\":\"user\",\"content\":\"caf\\u00e9 \\/ bad\"},\t{\"role\":\"user\",\"content\":"
                        + "\"caf\\u00e9\"}, {\"role\":\"assistant\",\"tool_calls\":[{\"function\":{\"arguments\":"
                        + "\"{ \\\"\\u00e9\\ud83d\\ude00\\\": \\u0022bad\\u0022,\\n \\\"b\\\":\\\"\\\\u00e9\\\", \\\"c\\\": \\\"bad\\\" }\"}}]}] , \"x\": 1.0e2}";
        Body changed = chat(body).rewrite((scope, text) -> text.replace("bad", "a\"\\\n"));
        assertThat(changed.text())
                .isEqualTo(body.replace("caf\\u00e9 \\/ bad", "caf\u00e9 / a\\\"\\\\\\n")
                        .replace("\\u0022bad\\u0022", "\\\"a\\\\\\\"\\\\\\\\\\\\n\\\"")
                        .replace("\\\"bad\\\"", "\\\"a\\\\\\\"\\\\\\\\\\\\n\\\""));
    }

    @Test
    void what_repeats_a_changed_text_token_by_token_goes_with_it() {
        String body =
                "{\"choices\":[{\"index\":0,\"logprobs\":{\"content\":[{\"token\":\"bad\"}]},\"message\":{\"content\":\"bad\"}},"
                        + "{\"index\":1,\"message\":{\"content\":\"good\"},\"logprobs\":{\"content\":[{\"token\":\"good\"}]}}]}";
        assertThat(chat(body).rewrite((scope, text) -> text.replace("bad", "*")).text())
                .isEqualTo(body.replace("{\"content\":[{\"token\":\"bad\"}]}", "null")
                        .replace("\"bad\"", "\"*\""));
    }

    @Property(tries = 500)
    void arguments_stay_json_whatever_comes_into_them(
            @ForAll String key, @ForAll String value, @ForAll String other, @ForAll boolean ascii) {
        var arguments = JSON.createObjectNode().put("a", 1);
        arguments.putArray(clean(key)).add(clean(value)).add("keep \u00e9").addNull();
        var request = JSON.createObjectNode();
        request.putArray("messages")
                .addObject()
                .put("role", "assistant")
                .putArray("tool_calls")
                .addObject()
                .putObject("function")
                .put("arguments", escaped(arguments.toString(), ascii));
        Body body = Body.of(escaped(request.toString(), ascii));
        Body changed = chat(body.text()).rewrite((scope, text) -> text.equals(clean(value)) ? clean(other) : text);
        String after = JSON.readTree(changed.array())
                .at("/messages/0/tool_calls/0/function/arguments")
                .asString();
        var expected = JSON.createObjectNode().put("a", 1);
        expected.putArray(clean(key)).add(clean(other)).add("keep \u00e9").addNull();
        assertThat(JSON.readTree(after)).isEqualTo(expected);
    }

    private static String clean(String text) {
        var out = new StringBuilder();
        text.codePoints()
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .forEach(out::appendCodePoint);
        return "~" + out;
    }

    /** With everything beyond ASCII as escapes. */
    private static String escaped(String json, boolean escape) {
        if (!escape) {
            return json;
        }
        var out = new StringBuilder();
        json.chars().forEach(c -> out.append(c < 0x7F ? String.valueOf((char) c) : "\\u%04x".formatted(c)));
        return out.toString();
    }

    @Property(tries = 300)
    void what_cannot_be_read_has_no_texts_and_stays(@ForAll byte[] bytes, @ForAll String text) {
        for (Body body : new Body[] {Body.wrap(bytes), Body.of("{\"messages\":[{\"content\":\"x\"}]," + text)}) {
            Content content = new OpenAiDialect().content(Operation.CHAT, body);
            assertThat(content.parts()).isEmpty();
            assertThat(content.rewrite((scope, part) -> "other")).isSameAs(body);
        }
    }
}
