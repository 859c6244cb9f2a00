package dev.headgate.dialect.anthropic;

import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.util.function.Consumer;

/**
 * A content block to be written.
 *
 * @param members writes its members
 * @param cacheControl a mark up to which the prompt is to be cached, or absent
 */
record Block(Consumer<JsonWriter> members, Json cacheControl) {
    static Block of(Json cacheControl, Consumer<JsonWriter> members) {
        return new Block(members, cacheControl);
    }

    static Block text(Json text, Json cacheControl) {
        return of(
                cacheControl, out -> out.name("type").value("text").name("text").copy(text));
    }

    static Block text(String text) {
        return of(
                Json.ABSENT, out -> out.name("type").value("text").name("text").value(text));
    }

    /** One that came in this very form. */
    static Block asItCame(Json block) {
        return of(block.get("cache_control"), out -> {
            for (Json m : block) {
                if (!m.name().equals("cache_control")) {
                    out.name(m.name()).copy(m);
                }
            }
        });
    }

    Block marked(Json mark) {
        return cacheControl.given() || !mark.given() ? this : new Block(members, mark);
    }

    void write(JsonWriter out) {
        out.open();
        members.accept(out);
        if (cacheControl.given()) {
            out.name("cache_control").copy(cacheControl);
        }
        out.close();
    }
}
