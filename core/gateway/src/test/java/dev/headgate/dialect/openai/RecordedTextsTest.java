package dev.headgate.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.Content;
import dev.headgate.api.Operation;
import dev.headgate.testkit.Recording;
import dev.headgate.testkit.Recordings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Every recorded request and answer in OpenAI's format, its texts found by Jackson and by us. */
final class RecordedTextsTest {
    private static final Map<String, Operation> OPERATIONS = Map.of(
            "chat_completions", Operation.CHAT,
            "completions", Operation.COMPLETION,
            "embeddings", Operation.EMBEDDING);

    private static List<Recording> recordings() {
        return Recordings.cases(m -> OPERATIONS.containsKey(m.endpoint()));
    }

    private static void bodies(BiConsumer<Operation, Body> check) {
        int answers = 0;
        for (Recording r : recordings()) {
            Operation operation = OPERATIONS.getOrDefault(r.meta().endpoint(), Operation.MODELS);
            r.request().ifPresent(b -> check.accept(operation, Body.wrap(b)));
            if (!r.meta().stream() && r.meta().status() == 200) {
                check.accept(operation, Body.wrap(r.response()));
                answers++;
            }
        }
        assertThat(answers).isGreaterThan(200);
    }

    @Test
    void a_body_that_nobody_changes_is_the_same() {
        bodies((operation, body) -> assertThat(
                        new OpenAiDialect().content(operation, body).rewrite((scope, text) -> text))
                .isSameAs(body));
    }

    @Test
    void every_text_is_rewritten_and_nothing_else() {
        var texts = new ArrayList<Content.Part>();
        bodies((operation, body) -> {
            Content content = new OpenAiDialect().content(operation, body);
            Body changed = content.rewrite((scope, text) -> JsonTexts.upper(text));
            JsonNode expected = tree(body.array());
            JsonTexts.change(expected, "", JsonTexts::upper, true);
            assertThat(normal(tree(changed.array()))).isEqualTo(normal(expected));
            texts.addAll(content.parts());
        });
        assertThat(texts.stream().map(Content.Part::scope).distinct()).hasSize(5);
        assertThat(texts).hasSizeGreaterThan(1_000);
    }

    private static JsonNode tree(byte[] json) {
        try {
            return JsonTexts.JACKSON.readTree(json);
        } catch (JacksonException e) {
            return JsonTexts.JACKSON.missingNode();
        }
    }

    private static JsonNode normal(JsonNode tree) {
        JsonTexts.change(tree, "", text -> text, true);
        return tree;
    }
}
