package dev.headgate.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Edits of a JSON document by byte offset, made together in one copy; every byte outside the edits stays as it is.
 * Offsets are those of the original document, as {@link JsonReader} gives them, and the edits must not overlap.
 */
public final class JsonSplice {
    private static final byte[] NOTHING = {};

    private final byte[] source;
    private final List<Edit> edits = new ArrayList<>(3);
    private int growth;

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Edit(int start, int end, byte[] replacement) {}

    public JsonSplice(byte[] source) {
        this.source = source;
    }

    /** Puts other bytes in the place of those from {@code start} to {@code end}. */
    public JsonSplice replace(int start, int end, byte[] replacement) {
        int at = edits.size();
        while (at > 0 && edits.get(at - 1).start() > start) {
            at--;
        }
        boolean intoPrevious = at > 0 && edits.get(at - 1).end() > start;
        boolean intoNext = at < edits.size() && edits.get(at).start() < end;
        if (intoPrevious || intoNext) {
            throw new IllegalArgumentException("edits overlap at byte " + start);
        }
        edits.add(at, new Edit(start, end, replacement));
        growth += replacement.length - (end - start);
        return this;
    }

    /**
     * Adds a member after the last one of an object.
     *
     * @param closingBrace offset of the object's closing brace
     * @param member name, colon and value, without a comma
     */
    public JsonSplice addMember(int closingBrace, byte[] member) {
        int last = closingBrace - 1;
        while (source[last] <= ' ') {
            last--;
        }
        // Only in an empty object does the opening brace stand before the closing one.
        if (source[last] == '{') {
            return replace(closingBrace, closingBrace, member);
        }
        byte[] withComma = new byte[member.length + 1];
        withComma[0] = ',';
        System.arraycopy(member, 0, withComma, 1, member.length);
        return replace(closingBrace, closingBrace, withComma);
    }

    /**
     * Takes members out of an object, or elements out of an array.
     *
     * @param container what they stand in
     * @param which those to take out
     */
    public JsonSplice remove(Json container, Predicate<Json> which) {
        int run = -1;
        int kept = -1;
        int end = -1;
        for (Json m : container) {
            int start = container.isObject() ? m.nameStart() : m.start();
            if (which.test(m)) {
                run = run < 0 ? start : run;
                end = m.end();
            } else {
                if (run >= 0) {
                    replace(run, start, NOTHING);
                }
                run = -1;
                kept = m.end();
            }
        }
        return run < 0 ? this : replace(kept < 0 ? run : kept, end, NOTHING);
    }

    /** Writes the part of the edited document that stood from one offset to another, at neither of which is an edit. */
    public void writeTo(JsonWriter out, int from, int to) {
        int start = from;
        for (Edit edit : edits) {
            out.bytes(source, start, edit.start());
            out.bytes(edit.replacement(), 0, edit.replacement().length);
            start = edit.end();
        }
        out.bytes(source, start, to);
    }

    /** Whether there is nothing to edit. */
    public boolean empty() {
        return edits.isEmpty();
    }

    /** The edited document; the source array itself when there was nothing to edit. */
    public byte[] apply() {
        if (empty()) {
            return source;
        }
        byte[] out = new byte[source.length + growth];
        int read = 0;
        int write = 0;
        for (Edit edit : edits) {
            System.arraycopy(source, read, out, write, edit.start() - read);
            write += edit.start() - read;
            System.arraycopy(edit.replacement(), 0, out, write, edit.replacement().length);
            write += edit.replacement().length;
            read = edit.end();
        }
        System.arraycopy(source, read, out, write, source.length - read);
        return out;
    }
}
