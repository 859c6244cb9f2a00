package dev.headgate.dialect.bedrock;

import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.util.function.Consumer;

/**
 * A content block to be written.
 *
 * @param kind the name of its one member
 * @param value writes that member
 * @param mark a mark up to which the prompt is to be cached, as callers put it, or absent
 */
record Block(String kind, Consumer<JsonWriter> value, Json mark) {
    static Block text(Json text, Json mark) {
        return new Block("text", out -> out.copy(text), mark);
    }

    static Block text(String text) {
        return new Block("text", out -> out.value(text), Json.ABSENT);
    }

    boolean is(String other) {
        return kind.equals(other);
    }

    Block marked(Json other) {
        return mark.given() || !other.given() ? this : new Block(kind, value, other);
    }

    Block unmarked() {
        return mark.given() ? new Block(kind, value, Json.ABSENT) : this;
    }

    void write(JsonWriter out) {
        value.accept(out.open().name(kind));
        out.close();
        mark(out, mark);
    }

    /** Writes a mark, which is an element of its own here. */
    static void mark(JsonWriter out, Json mark) {
        if (mark.given()) {
            out.open().name("cachePoint").open().name("type").value("default");
            if (mark.get("ttl").isString()) {
                out.name("ttl").copy(mark.get("ttl"));
            }
            out.close().close();
        }
    }
}
