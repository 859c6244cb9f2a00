package dev.headgate.dialect.openai;

import dev.headgate.dialect.Span;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A JSON document that stands inside a string of another. */
final class EmbeddedJson {
    private EmbeddedJson() {}

    /** Where its string values stand that are not empty, with their quotes; empty when it is no JSON. */
    static Optional<List<Span>> strings(byte[] json) {
        List<Span> found = new ArrayList<>();
        var in = new JsonReader(json, 0, json.length, JsonLimits.WIDE);
        try {
            for (Token t = in.next(); t != Token.END; t = in.next()) {
                if (t == Token.STRING && in.end() - in.start() > 2) {
                    found.add(new Span(in.start(), in.end()));
                }
            }
            return Optional.of(found);
        } catch (JsonException e) {
            return Optional.empty();
        }
    }
}
