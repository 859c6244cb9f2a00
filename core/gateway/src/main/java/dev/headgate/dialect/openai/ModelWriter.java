package dev.headgate.dialect.openai;

import dev.headgate.api.Body;
import dev.headgate.dialect.ListedModel;
import dev.headgate.wire.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Renders models as OpenAI lists them. */
final class ModelWriter {
    private ModelWriter() {}

    static Body list(List<ListedModel> models) {
        return Body.of(models.stream()
                .map(ModelWriter::json)
                .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}")));
    }

    static Body one(ListedModel model) {
        return Body.of(json(model));
    }

    private static String json(ListedModel m) {
        return "{\"id\":" + quote(m.id()) + ",\"object\":\"model\",\"created\":" + m.created() + ",\"owned_by\":"
                + quote(m.owner()) + "}";
    }

    private static String quote(String text) {
        return new String(JsonString.quote(text), StandardCharsets.UTF_8);
    }
}
