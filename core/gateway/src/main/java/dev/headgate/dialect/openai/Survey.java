package dev.headgate.dialect.openai;

import dev.headgate.api.Content.Coverage;
import dev.headgate.api.Operation;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;
import dev.headgate.wire.JsonString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks through a whole body beside {@link Texts}, which alone knows what a text is, to name the places of the texts and
 * of what nobody has looked into.
 */
final class Survey {
    private static final int MOST_UNKNOWN = 100;
    private static final int LONGEST_NAME = 64;

    private final Operation operation;
    private final JsonReader in;
    private final Map<Integer, Place> places = new HashMap<>();
    private final List<String> texts = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private final StringBuilder path = new StringBuilder();
    /** The path with all indices left out, by which members are known. */
    private final StringBuilder kind = new StringBuilder();

    private Survey(Operation operation, byte[] body, List<Place> places) {
        this.operation = operation;
        in = new JsonReader(body, 0, body.length, JsonLimits.WIDE);
        places.forEach(p -> this.places.put(p.start(), p));
    }

    /** What a body with its texts at these places comes to. */
    static Coverage of(Operation operation, byte[] body, List<Place> places) {
        var survey = new Survey(operation, body, places);
        try {
            survey.in.next();
            survey.value(body, false);
        } catch (JsonException e) {
            return new Coverage(List.of(), List.of());
        }
        return new Coverage(survey.texts, survey.unknown);
    }

    /**
     * Stands on the first token of a value and reads to its end.
     *
     * @param free whether all is known inside it
     */
    private void value(byte[] body, boolean free) {
        switch (in.token()) {
            case START_OBJECT -> {
                while (in.next() == Token.NAME) {
                    member(body, free);
                }
            }
            case START_ARRAY -> {
                int length = path.length();
                int kindLength = kind.length();
                kind.append("[]");
                for (int i = 0; in.next() != Token.END_ARRAY; i++) {
                    path.append('[').append(i).append(']');
                    value(body, free);
                    path.setLength(length);
                }
                kind.setLength(kindLength);
            }
            case STRING -> string(body, free);
            default -> {}
        }
    }

    private void member(byte[] body, boolean free) {
        int length = path.length();
        int kindLength = kind.length();
        String name = in.text();
        String dot = length == 0 ? "" : ".";
        path.append(dot).append(plain(name) ? name : "?");
        kind.append(dot).append(name);
        Known known = free ? Known.FREE : Known.of(operation, kind.toString());
        switch (known) {
            case WALKED, FREE -> {
                in.next();
                value(body, known == Known.FREE);
            }
            case BARE -> textless();
            case UNKNOWN -> {
                missed();
                in.skip();
            }
        }
        path.setLength(length);
        kind.setLength(kindLength);
    }

    /** A member that has no texts, unless it was asked for as one. */
    private void textless() {
        Token t = in.next();
        if (t == Token.STRING && places.containsKey(in.start())) {
            texts.add(path.toString());
        } else if (t == Token.START_OBJECT && kind.toString().equals("metadata")) {
            while (in.next() == Token.NAME) {
                int length = path.length();
                String name = in.text();
                path.append('.').append(plain(name) ? name : "?");
                if (in.next() == Token.STRING && places.containsKey(in.start())) {
                    texts.add(path.toString());
                } else {
                    in.skip();
                }
                path.setLength(length);
            }
        } else {
            in.skip();
        }
    }

    private void string(byte[] body, boolean free) {
        Place place = places.get(in.start());
        if (place == null) {
            if (!free && in.end() - in.start() > 2) {
                missed();
            }
            return;
        }
        int count = place.shape().json()
                ? EmbeddedJson.strings(JsonString.decode(body, place.start(), place.end()))
                        .map(List::size)
                        .orElse(1)
                : 1;
        for (int i = 0; i < count; i++) {
            texts.add(path.toString());
        }
    }

    private void missed() {
        if (unknown.size() < MOST_UNKNOWN) {
            unknown.add(path.toString());
        }
    }

    /** A name may be anything that a caller likes; one that is no plain word is not repeated. */
    private static boolean plain(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_NAME
                && name.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '_'
                                || c == '-'
                                || c == '$');
    }
}
