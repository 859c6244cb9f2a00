package dev.headgate.hub;

import dev.headgate.wire.Json;

/**
 * The form that the answer's text must have.
 *
 * @param name the schema's name, or empty
 * @param schema the schema, absent unless one is asked for
 */
public record ResponseFormat(Kind kind, String name, Json schema) {
    /** What is asked for. */
    public enum Kind {
        TEXT,
        JSON_OBJECT,
        JSON_SCHEMA
    }

    static ResponseFormat of(Json format) {
        Json type = format.get("type");
        if (type.is("json_schema")) {
            Json named = format.get("json_schema");
            return new ResponseFormat(Kind.JSON_SCHEMA, named.get("name").text(), named.get("schema"));
        }
        return new ResponseFormat(type.is("json_object") ? Kind.JSON_OBJECT : Kind.TEXT, "", Json.ABSENT);
    }
}
