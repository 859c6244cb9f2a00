package dev.headgate.hub;

import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;
import java.nio.charset.StandardCharsets;

/**
 * A call that the model has made.
 *
 * @param id made up for the calls of old, which had none
 * @param name the function's, a JSON string
 * @param arguments a JSON string that holds JSON, or is meant to
 * @param source the call as it came
 */
public record ToolCall(String id, Json name, Json arguments, Json source) {
    private static final JsonLimits LIMITS = JsonLimits.STANDARD.withMaxDepth(256);

    /**
     * Writes the arguments as the object they stand for. History may have been cut: what is no object is kept as text
     * inside of one, because it must not make the whole conversation unusable.
     */
    public void writeArguments(JsonWriter out) {
        byte[] text = arguments.text().strip().getBytes(StandardCharsets.UTF_8);
        if (text.length == 0 || arguments.is("null")) {
            out.open().close();
            return;
        }
        try {
            Json object = Json.read(text, LIMITS);
            if (object.isObject()) {
                out.copy(object);
                return;
            }
        } catch (JsonException e) {
            // Kept as text below.
        }
        out.open().name("_raw").copy(arguments).close();
    }
}
