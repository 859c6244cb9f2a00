package dev.headgate.hub;

import dev.headgate.wire.Json;

/**
 * A function that the model may call.
 *
 * @param name a JSON string
 * @param description absent or a JSON string
 * @param parameters its schema, or absent
 * @param strict whether its arguments must follow the schema to the letter
 * @param source the tool as it came
 */
public record Tool(Json name, Json description, Json parameters, boolean strict, Json source) {
    static Tool of(Json function, Json source) {
        return new Tool(
                function.get("name"),
                function.get("description"),
                function.get("parameters"),
                function.get("strict").isTrue(),
                source);
    }
}
