package dev.headgate.dialect.gemini;

import dev.headgate.wire.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** What one side says until the other speaks; there are only two. */
final class Content {
    final boolean user;
    /** The results of calls, which come first and in the order of the calls. */
    final List<Consumer<JsonWriter>> results = new ArrayList<>();

    final List<Consumer<JsonWriter>> parts = new ArrayList<>();

    Content(boolean user) {
        this.user = user;
    }

    boolean isEmpty() {
        return results.isEmpty() && parts.isEmpty();
    }

    void write(JsonWriter out) {
        out.open().name("role").value(user ? "user" : "model").name("parts").openList();
        results.forEach(p -> p.accept(out));
        parts.forEach(p -> p.accept(out));
        out.closeList().close();
    }
}
