package dev.headgate.hub;

import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;

/** A JSON string put together from others. */
public final class Pieces {
    private final JsonWriter out = new JsonWriter(256);

    /** Adds the text of a JSON string. */
    public void add(Json string) {
        if (string.isString()) {
            out.bytes(string.bytes(), string.start() + 1, string.end() - 1);
        }
    }

    /** The text of any other value. */
    public void addQuoted(Json value) {
        var quoted = new JsonWriter(value.end() - value.start() + 16).quoted(value);
        out.bytes(quoted.array(), 1, quoted.length() - 1);
    }

    /** Bytes between its quotes. */
    public int length() {
        return out.length();
    }

    public boolean empty() {
        return out.length() == 0;
    }

    public void writeTo(JsonWriter to) {
        to.ascii("\"").bytes(out.array(), 0, out.length()).ascii("\"");
    }
}
