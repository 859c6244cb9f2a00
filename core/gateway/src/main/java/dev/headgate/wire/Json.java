package dev.headgate.wire;

import dev.headgate.wire.JsonReader.Token;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value where it stands in a document: it knows its bytes, and nothing of it is decoded before it is asked for.
 * What is copied from it elsewhere is therefore exactly what was written, numbers above all. A value that is not there
 * is {@link #ABSENT} and answers every question as if it were empty.
 */
public final class Json implements Iterable<Json> {
    private static final byte[] NOTHING = {};

    /** The value that is not there. */
    public static final Json ABSENT = new Json(NOTHING, Token.END, 0, 0, 0, 0);

    private final byte[] bytes;
    private final Token kind;
    private final int nameStart;
    private final int nameEnd;
    private final int start;
    private int end;
    private @Nullable Json first;
    private @Nullable Json next;

    private Json(byte[] bytes, Token kind, int nameStart, int nameEnd, int start, int end) {
        this.bytes = bytes;
        this.kind = kind;
        this.nameStart = nameStart;
        this.nameEnd = nameEnd;
        this.start = start;
        this.end = end;
    }

    /**
     * The document in these bytes, which must not change as long as it is looked at.
     *
     * @throws JsonException when it is none
     */
    public static Json read(byte[] bytes, JsonLimits limits) {
        return read(new JsonReader(bytes, 0, bytes.length, limits), bytes, 0, bytes.length);
    }

    /**
     * The document in these bytes, read by a reader that has served for others.
     *
     * @throws JsonException when it is none
     */
    public static Json read(JsonReader in, byte[] bytes, int from, int to) {
        in.restart(bytes, from, to);
        in.next();
        Json root = value(in, bytes, 0, 0);
        in.next();
        return root;
    }

    private static Json value(JsonReader in, byte[] b, int nameStart, int nameEnd) {
        var json = new Json(b, in.token(), nameStart, nameEnd, in.start(), in.end());
        if (in.token() == Token.START_OBJECT) {
            Json last = null;
            while (in.next() == Token.NAME) {
                int from = in.start() + 1;
                int to = in.end() - 1;
                in.next();
                last = json.add(last, value(in, b, from, to));
            }
            json.end = in.end();
        } else if (in.token() == Token.START_ARRAY) {
            Json last = null;
            while (in.next() != Token.END_ARRAY) {
                last = json.add(last, value(in, b, 0, 0));
            }
            json.end = in.end();
        }
        return json;
    }

    private Json add(@Nullable Json last, Json child) {
        if (last == null) {
            first = child;
        } else {
            last.next = child;
        }
        return child;
    }

    // ---- what it is

    /** Whether it is there; {@code null} is. */
    public boolean present() {
        return this != ABSENT;
    }

    /** Whether it is there and not {@code null}. */
    public boolean given() {
        return this != ABSENT && kind != Token.NULL;
    }

    public boolean isObject() {
        return kind == Token.START_OBJECT;
    }

    public boolean isArray() {
        return kind == Token.START_ARRAY;
    }

    public boolean isString() {
        return kind == Token.STRING;
    }

    public boolean isNumber() {
        return kind == Token.NUMBER;
    }

    public boolean isTrue() {
        return kind == Token.TRUE;
    }

    public boolean isFalse() {
        return kind == Token.FALSE;
    }

    // ---- where it is

    /** The array in which it stands; not to be changed. */
    public byte[] bytes() {
        return bytes;
    }

    /** Its first byte; a string's opening quote. */
    public int start() {
        return start;
    }

    /** Just after its last byte. */
    public int end() {
        return end;
    }

    /** The opening quote of the name it has as a member. */
    public int nameStart() {
        return nameStart - 1;
    }

    /** Just after the closing quote of the name it has as a member. */
    public int nameEnd() {
        return nameEnd + 1;
    }

    // ---- what is in it

    /** The member of this name, of ASCII characters. */
    public Json get(String name) {
        if (kind != Token.START_OBJECT) {
            return ABSENT;
        }
        for (Json m = first; m != null; m = m.next) {
            if (m.isNamed(name)) {
                return m;
            }
        }
        return ABSENT;
    }

    private boolean isNamed(String ascii) {
        int length = nameEnd - nameStart;
        if (length == ascii.length()) {
            for (int i = 0; i < length; i++) {
                if (bytes[nameStart + i] != ascii.charAt(i)) {
                    return false; // an escaped name is longer than what it stands for
                }
            }
            return true;
        }
        return length > ascii.length() && Escapes.same(bytes, nameStart, nameEnd, ascii);
    }

    /** The name it has as a member, its escapes undone; empty for what is no member. */
    public String name() {
        return nameEnd == nameStart ? "" : JsonString.text(bytes, nameStart - 1, nameEnd + 1);
    }

    /** Whether it has neither elements nor members. */
    public boolean isEmpty() {
        return first == null;
    }

    /** The elements of an array, the members of an object, or nothing. */
    @Override
    public Iterator<Json> iterator() {
        return new Iterator<>() {
            private @Nullable Json at = first;

            @Override
            public boolean hasNext() {
                return at != null;
            }

            @Override
            public Json next() {
                Json json = at;
                if (json == null) {
                    throw new NoSuchElementException();
                }
                at = json.next;
                return json;
            }
        };
    }

    /** The elements of an array, the members of an object, or nothing. */
    public List<Json> items() {
        List<Json> items = new ArrayList<>();
        forEach(items::add);
        return items;
    }

    /** What a string stands for; empty for anything else. */
    public String text() {
        return isString() ? JsonString.text(bytes, start, end) : "";
    }

    /** Whether it is the string that stands for this ASCII text. */
    public boolean is(String ascii) {
        return isString() && Escapes.same(bytes, start + 1, end - 1, ascii);
    }

    /** Whether it is a string with something in it besides white space; what is escaped counts as something. */
    public boolean saysSomething() {
        if (isString()) {
            for (int i = start + 1; i < end - 1; i++) {
                if (bytes[i] == '\\') {
                    return !text().isBlank();
                }
                if (bytes[i] > ' ' || bytes[i] < 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether it is the empty string. */
    public boolean isEmptyText() {
        return isString() && end - start == 2;
    }

    /** A number that is written as a whole one; else {@code absent}. */
    public long whole(long absent) {
        if (!isNumber()) {
            return absent;
        }
        try {
            return Long.parseLong(raw());
        } catch (NumberFormatException e) {
            return absent;
        }
    }

    /** A number as the nearest {@code double}; else {@code absent}. */
    public double decimal(double absent) {
        return isNumber() ? Double.parseDouble(raw()) : absent;
    }

    /** It as it is written. */
    public String raw() {
        return new String(bytes, start, end - start, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return raw();
    }
}
