package dev.headgate.wire;

import java.util.Arrays;

/**
 * A place in a document, how things stand there, and the bytes that led to it. Whoever reads those bytes again comes to
 * the same place in the same state.
 */
final class Mark {
    /** What is decided of a document by its first bytes must stand before the place. */
    private static final int SHORTEST = 4;

    private static final int LONGEST = 1024;

    private byte[] bytes = {};
    private int length;
    private int[] levels = {};
    private int depth;
    private long[] names = {};
    private int nameCount;

    /** Marks the place before {@code at} in the document that begins at {@code from}. */
    void set(byte[] document, int from, int at, int[] levels, int depth, MemberNames names) {
        length = at - from;
        if (length < SHORTEST || length > LONGEST || !names.few()) {
            length = 0;
            return;
        }
        if (bytes.length < length) {
            bytes = new byte[Math.min(LONGEST, length * 2)];
        }
        System.arraycopy(document, from, bytes, 0, length);
        if (this.levels.length <= depth) {
            this.levels = new int[depth * 2];
        }
        System.arraycopy(levels, 0, this.levels, 0, depth + 1);
        this.depth = depth;
        nameCount = names.size();
        if (this.names.length < nameCount) {
            this.names = new long[nameCount * 2];
        }
        names.copyTo(this.names);
    }

    /** Whether the document begins with the bytes that led here. */
    boolean leads(byte[] document, int from, int to) {
        return length > 0 && to - from >= length && Arrays.equals(bytes, 0, length, document, from, from + length);
    }

    /** Bytes of the document before the place; zero when none is marked. */
    int length() {
        return length;
    }

    /** Puts everything back as it was here; returns the depth. */
    int restore(int[] levels, MemberNames names) {
        System.arraycopy(this.levels, 0, levels, 0, depth + 1);
        names.restore(this.names, nameCount);
        return depth;
    }
}
