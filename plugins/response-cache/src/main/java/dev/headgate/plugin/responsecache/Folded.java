package dev.headgate.plugin.responsecache;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A value that events bring piece by piece, put together: strings one after the other, lists likewise, objects member by
 * member, and elements of a list that bear an index each with those of the same. Of anything else the last counts.
 */
final class Folded {
    /** Strings that are said, perhaps again, and not continued. */
    private static final Set<String> SAID = Set.of("id", "type", "role", "name", "object", "finish_reason");

    private enum Kind {
        NOTHING,
        VALUE,
        TEXT,
        OBJECT,
        LIST
    }

    private Kind kind = Kind.NOTHING;
    private Json value = Json.ABSENT;
    private final List<Json> pieces = new ArrayList<>(0);
    private final Map<String, Folded> members = new LinkedHashMap<>(0);
    private final List<Folded> elements = new ArrayList<>(0);
    private final Map<String, Folded> indexed = new LinkedHashMap<>(0);

    /**
     * Takes a piece.
     *
     * @param name of the member that it is of
     */
    void add(String name, Json piece) {
        switch (piece.kind()) {
            case ABSENT -> {}
            case NULL -> {
                if (kind == Kind.NOTHING) {
                    kind = Kind.VALUE;
                    value = piece;
                }
            }
            case STRING -> {
                if (SAID.contains(name)) {
                    kind = Kind.VALUE;
                    value = piece.says("") && value.given() ? value : piece;
                } else {
                    kind = Kind.TEXT;
                    pieces.add(piece);
                }
            }
            case OBJECT -> {
                kind = Kind.OBJECT;
                for (int i = 0; i < piece.members(); i++) {
                    String member = piece.name(i).text();
                    member(member).add(member, piece.value(i));
                }
            }
            case ARRAY -> {
                kind = Kind.LIST;
                piece.elements().forEach(this::element);
            }
            default -> {
                kind = Kind.VALUE;
                value = piece;
            }
        }
    }

    private void element(Json element) {
        Json index = element.get("index");
        Folded at = index.kind() == Json.Kind.NUMBER ? indexed.get(index.raw()) : null;
        if (at == null) {
            at = new Folded();
            elements.add(at);
            if (index.kind() == Json.Kind.NUMBER) {
                indexed.put(index.raw(), at);
            }
        }
        at.add("", element);
    }

    /** That member, which comes to be if it is not there. */
    Folded member(String name) {
        return members.computeIfAbsent(name, n -> new Folded());
    }

    /** Takes a member away. */
    Folded without(String name) {
        members.remove(name);
        return this;
    }

    /** Whether there is something in it. */
    boolean given() {
        return switch (kind) {
            case NOTHING -> false;
            case VALUE -> value.given();
            case TEXT -> pieces.stream().anyMatch(p -> !p.says(""));
            case OBJECT -> !members.isEmpty();
            case LIST -> !elements.isEmpty();
        };
    }

    List<Folded> elements() {
        return elements;
    }

    /** The names of its members, in the order they came. */
    List<String> names() {
        return List.copyOf(members.keySet());
    }

    void write(Bytes out) {
        switch (kind) {
            case NOTHING -> out.ascii("null");
            case VALUE -> out.copy(value);
            case TEXT -> {
                out.add('"');
                pieces.forEach(p -> out.add(p.bytes(), p.start() + 1, p.end() - 1));
                out.add('"');
            }
            case OBJECT -> {
                out.add('{');
                int n = 0;
                for (Map.Entry<String, Folded> m : members.entrySet()) {
                    if (n++ > 0) {
                        out.add(',');
                    }
                    out.quoted(m.getKey()).add(':');
                    m.getValue().write(out);
                }
                out.add('}');
            }
            case LIST -> {
                out.add('[');
                int n = 0;
                for (Folded element : elements) {
                    if (n++ > 0) {
                        out.add(',');
                    }
                    element.write(out);
                }
                out.add(']');
            }
        }
    }
}
