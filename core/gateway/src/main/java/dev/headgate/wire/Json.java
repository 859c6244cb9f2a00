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
 *
 * <p>A tree of a few million values would be a multiple of their bytes. So only so many values of a document are things
 * of their own; the rest is checked at once, and read again when somebody looks at it.
 */
public final class Json implements Iterable<Json> {
    private static final byte[] NOTHING = {};

    /** Values of a document that are linked: far more than a conversation has. */
    private static final int MOST_LINKED = 100_000;

    /** The value that is not there. */
    public static final Json ABSENT = new Json(NOTHING, Token.END, 0, 0, 0, 0);

    /** Stands for what has not been linked, as the first or the next one. */
    private static final Json UNREAD = new Json(NOTHING, Token.END, 0, 0, 0, 0);

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
        Json root = new Linker(in, bytes, MOST_LINKED).value(0, 0);
        in.next();
        return root;
    }

    /** Makes values of what a reader reads, linked up to a number of them. */
    private static final class Linker {
        private final JsonReader in;
        private final byte[] b;
        private int left;

        Linker(JsonReader in, byte[] b, int left) {
            this.in = in;
            this.b = b;
            this.left = left;
        }

        Json value(int nameStart, int nameEnd) {
            left--;
            var json = new Json(b, in.token(), nameStart, nameEnd, in.start(), in.end());
            if (in.token() == Token.START_OBJECT) {
                if (left > 0) {
                    in.next();
                    members(json);
                } else {
                    pass(json, Token.END_OBJECT);
                }
            } else if (in.token() == Token.START_ARRAY) {
                if (left > 0) {
                    elements(json);
                } else {
                    pass(json, Token.END_ARRAY);
                }
            }
            return json;
        }

        /** From the first name on; an object is linked as a whole, for the number of its members is limited. */
        private void members(Json object) {
            Json last = null;
            while (in.token() == Token.NAME) {
                int from = in.start() + 1;
                int to = in.end() - 1;
                in.next();
                last = object.add(last, value(from, to));
                in.next();
            }
            object.end = in.end();
        }

        private void elements(Json array) {
            Json last = null;
            while (in.next() != Token.END_ARRAY) {
                if (left <= 0) {
                    array.add(last, UNREAD);
                    in.skip();
                    rest();
                    break;
                }
                last = array.add(last, value(0, 0));
            }
            array.end = in.end();
        }

        private void rest() {
            while (in.next() != Token.END_ARRAY) {
                in.skip();
            }
        }

        private void pass(Json container, Token closing) {
            int outside = in.depth() - 1;
            if (in.next() != closing) {
                container.first = UNREAD;
                while (in.depth() > outside) {
                    in.next();
                }
            }
            container.end = in.end();
        }
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
        if (first == UNREAD) {
            link();
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
        if (first == UNREAD && isObject()) {
            link();
        }
        return new Children(this);
    }

    /** Links the members of an object that were only checked. */
    private void link() {
        JsonReader in = opened();
        in.next();
        first = null;
        new Linker(in, bytes, 0).members(this);
    }

    /** A reader that stands on this value's opening. It has been checked, so that nothing of it is refused. */
    private JsonReader opened() {
        var in = new JsonReader(bytes, start, end, JsonLimits.WIDE);
        in.next();
        return in;
    }

    /** Children one after the other; elements that are not linked are made one at a time, and not kept. */
    private static final class Children implements Iterator<Json> {
        private final Json parent;
        private @Nullable Json at;
        private @Nullable Linker unlinked;

        Children(Json parent) {
            this.parent = parent;
            this.at = parent.first == UNREAD ? unlinked(parent.start) : parent.first;
        }

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
            if (unlinked != null) {
                at = element(unlinked);
            } else if (json.next == UNREAD) {
                at = unlinked(json.start);
            } else {
                at = json.next;
            }
            return json;
        }

        /** The first element after this place. */
        private @Nullable Json unlinked(int after) {
            JsonReader in = parent.opened();
            var linker = new Linker(in, parent.bytes, 0);
            unlinked = linker;
            Json element = element(linker);
            while (element != null && element.start <= after) {
                element = element(linker);
            }
            return element;
        }

        private static @Nullable Json element(Linker linker) {
            return linker.in.next() == Token.END_ARRAY ? null : linker.value(0, 0);
        }
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
