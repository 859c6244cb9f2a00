package dev.headgate.plugin.responsecache;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A value in JSON that knows where its bytes are, so that it can be copied as it was written. Made only of bytes whose
 * JSON the gateway or an upstream has written; what is none fails with an {@link IllegalArgumentException}.
 */
final class Json {
    private static final int DEEPEST = 200;

    /** A member or element that is not there. */
    static final Json ABSENT = new Json(Kind.ABSENT, new byte[0], 0, 0);

    enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        TRUE,
        FALSE,
        NULL,
        ABSENT
    }

    private final Kind kind;
    private final byte[] bytes;
    private final int start;
    private int end;
    /** Of an object the names, each followed by its value; of an array the elements. */
    private List<Json> parts = List.of();

    private Json(Kind kind, byte[] bytes, int start, int end) {
        this.kind = kind;
        this.bytes = bytes;
        this.start = start;
        this.end = end;
    }

    static Json read(byte[] bytes) {
        return read(bytes, 0, bytes.length);
    }

    static Json read(byte[] bytes, int from, int to) {
        var reader = new Reader(bytes, from, to);
        Json value = reader.value(0);
        reader.nothingElse();
        return value;
    }

    Kind kind() {
        return kind;
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    /** Whether there is anything, and not just {@code null}. */
    boolean given() {
        return kind != Kind.ABSENT && kind != Kind.NULL;
    }

    boolean isObject() {
        return kind == Kind.OBJECT;
    }

    boolean isString() {
        return kind == Kind.STRING;
    }

    /** The elements of an array; none of anything else. */
    List<Json> elements() {
        return kind == Kind.ARRAY ? parts : List.of();
    }

    /** How many members an object has. */
    int members() {
        return kind == Kind.OBJECT ? parts.size() / 2 : 0;
    }

    /** The name of a member, a string. */
    Json name(int i) {
        return parts.get(2 * i);
    }

    Json value(int i) {
        return parts.get(2 * i + 1);
    }

    /** The first member of this name, which is plain ASCII. */
    Json get(String name) {
        for (int i = 0; i < members(); i++) {
            if (name(i).says(name)) {
                return value(i);
            }
        }
        return ABSENT;
    }

    /** Whether it is a string of this text, which is plain ASCII and written without escapes. */
    boolean says(String text) {
        if (kind != Kind.STRING || end - start - 2 != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[start + 1 + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The text of a string as it reads, escapes undone; empty of anything else. */
    String text() {
        if (kind != Kind.STRING) {
            return "";
        }
        for (int i = start + 1; i < end - 1; i++) {
            if (bytes[i] == '\\') {
                return unescaped();
            }
        }
        return new String(bytes, start + 1, end - start - 2, StandardCharsets.UTF_8);
    }

    private String unescaped() {
        String raw = new String(bytes, start + 1, end - start - 2, StandardCharsets.UTF_8);
        var text = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escape = raw.charAt(++i);
            switch (escape) {
                case 'b' -> text.append('\b');
                case 'f' -> text.append('\f');
                case 'n' -> text.append('\n');
                case 'r' -> text.append('\r');
                case 't' -> text.append('\t');
                case 'u' -> {
                    text.append((char) Integer.parseInt(raw, i + 1, i + 5, 16));
                    i += 4;
                }
                default -> text.append(escape);
            }
        }
        return text.toString();
    }

    /** As it was written. */
    String raw() {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    private static final class Reader {
        private final byte[] b;
        private final int end;
        private int at;

        Reader(byte[] bytes, int from, int to) {
            b = bytes;
            at = from;
            end = to;
        }

        private int peek() {
            while (at < end && (b[at] == ' ' || b[at] == '\n' || b[at] == '\r' || b[at] == '\t')) {
                at++;
            }
            if (at == end) {
                throw malformed();
            }
            return b[at];
        }

        private static IllegalArgumentException malformed() {
            return new IllegalArgumentException("not JSON");
        }

        void nothingElse() {
            while (at < end && (b[at] == ' ' || b[at] == '\n' || b[at] == '\r' || b[at] == '\t')) {
                at++;
            }
            if (at != end) {
                throw malformed();
            }
        }

        Json value(int depth) {
            if (depth > DEEPEST) {
                throw malformed();
            }
            return switch (peek()) {
                case '{' -> many(Kind.OBJECT, '}', depth);
                case '[' -> many(Kind.ARRAY, ']', depth);
                case '"' -> string();
                case 't' -> word("true", Kind.TRUE);
                case 'f' -> word("false", Kind.FALSE);
                case 'n' -> word("null", Kind.NULL);
                default -> number();
            };
        }

        private Json many(Kind kind, char close, int depth) {
            var all = new Json(kind, b, at++, 0);
            if (peek() != close) {
                var parts = new ArrayList<Json>(kind == Kind.OBJECT ? 8 : 4);
                while (true) {
                    if (kind == Kind.OBJECT) {
                        if (peek() != '"') {
                            throw malformed();
                        }
                        parts.add(string());
                        if (peek() != ':') {
                            throw malformed();
                        }
                        at++;
                    }
                    parts.add(value(depth + 1));
                    int next = peek();
                    if (next == close) {
                        break;
                    }
                    if (next != ',') {
                        throw malformed();
                    }
                    at++;
                }
                all.parts = parts;
            }
            all.end = ++at;
            return all;
        }

        private Json string() {
            int from = at++;
            while (at < end && b[at] != '"') {
                if (b[at] == '\\') {
                    escape();
                } else {
                    at++;
                }
            }
            if (at >= end) {
                throw malformed();
            }
            return new Json(Kind.STRING, b, from, ++at);
        }

        private void escape() {
            int n = at + 1 < end && b[at + 1] == 'u' ? 6 : 2;
            if (at + n > end || (n == 2 && "\"\\/bfnrt".indexOf(b[at + 1]) < 0)) {
                throw malformed();
            }
            for (int i = at + 2; i < at + n; i++) {
                if (Character.digit(b[i], 16) < 0) {
                    throw malformed();
                }
            }
            at += n;
        }

        private Json word(String word, Kind kind) {
            if (end - at < word.length()) {
                throw malformed();
            }
            for (int i = 0; i < word.length(); i++) {
                if (b[at + i] != word.charAt(i)) {
                    throw malformed();
                }
            }
            int from = at;
            at += word.length();
            return new Json(kind, b, from, at);
        }

        private Json number() {
            int from = at;
            while (at < end && "+-.0123456789eE".indexOf(b[at]) >= 0) {
                at++;
            }
            if (at == from) {
                throw malformed();
            }
            return new Json(Kind.NUMBER, b, from, at);
        }
    }
}
