package dev.headgate.plugin.redaction.external;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a JSON document into lists, maps, texts, numbers and truth values. */
final class AnswerReader {
    private static final int DEEPEST = 32;

    private final String json;
    private int at;
    private int depth;

    AnswerReader(String json) {
        this.json = json;
    }

    @Nullable
    Object read() throws MalformedAnswer {
        Object value = value();
        space();
        if (at < json.length()) {
            throw malformed();
        }
        return value;
    }

    private MalformedAnswer malformed() {
        return new MalformedAnswer("no JSON at character " + at);
    }

    private void space() {
        while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
    }

    /** Whether this character comes next; then it has been read. */
    private boolean next(char c) {
        space();
        boolean there = at < json.length() && json.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) throws MalformedAnswer {
        if (!next(c)) {
            throw malformed();
        }
    }

    private @Nullable Object value() throws MalformedAnswer {
        space();
        if (at == json.length() || ++depth > DEEPEST) {
            throw malformed();
        }
        Object value = switch (json.charAt(at)) {
            case '{' -> object();
            case '[' -> list();
            case '"' -> text();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
        depth--;
        return value;
    }

    private Map<String, Object> object() throws MalformedAnswer {
        expect('{');
        Map<String, Object> members = new HashMap<>();
        if (next('}')) {
            return members;
        }
        do {
            space();
            String name = text();
            expect(':');
            Object value = value();
            if (value != null) {
                members.put(name, value);
            }
        } while (next(','));
        expect('}');
        return members;
    }

    private List<Object> list() throws MalformedAnswer {
        expect('[');
        List<Object> elements = new ArrayList<>();
        if (next(']')) {
            return elements;
        }
        do {
            Object value = value();
            elements.add(value == null ? "" : value);
        } while (next(','));
        expect(']');
        return elements;
    }

    private @Nullable Object word(String word, @Nullable Object value) throws MalformedAnswer {
        if (!json.startsWith(word, at)) {
            throw malformed();
        }
        at += word.length();
        return value;
    }

    private Double number() throws MalformedAnswer {
        int start = at;
        while (at < json.length() && "+-.0123456789eE".indexOf(json.charAt(at)) >= 0) {
            at++;
        }
        try {
            return Double.valueOf(json.substring(start, at));
        } catch (NumberFormatException e) {
            throw malformed();
        }
    }

    private String text() throws MalformedAnswer {
        expect('"');
        var text = new StringBuilder();
        while (at < json.length() && json.charAt(at) != '"') {
            char c = json.charAt(at++);
            text.append(c == '\\' ? escaped() : c);
        }
        expect('"');
        return text.toString();
    }

    private char escaped() throws MalformedAnswer {
        if (at == json.length()) {
            throw malformed();
        }
        char c = json.charAt(at++);
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                try {
                    char unit = (char) Integer.parseInt(json, at, at + 4, 16);
                    at += 4;
                    yield unit;
                } catch (NumberFormatException | IndexOutOfBoundsException e) {
                    throw malformed();
                }
            }
            default -> throw malformed();
        };
    }
}
