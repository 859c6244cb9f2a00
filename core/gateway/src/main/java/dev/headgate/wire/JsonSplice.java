package dev.headgate.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * Edits of a JSON document by byte offset, made together in one copy; every byte outside the edits stays as it is.
 * Offsets are those of the original document, as {@link JsonReader} gives them, and the edits must not overlap.
 */
public final class JsonSplice {
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
