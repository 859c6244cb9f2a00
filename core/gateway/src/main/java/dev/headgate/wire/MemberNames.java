package dev.headgate.wire;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The member names of all objects that are open at the moment, to find one that comes twice in its object.
 *
 * <p>Each name is kept as its hash and its place, and of each object which of 32 kinds of hashes it has: a name of a new
 * kind is new. Else the few names of a small object are looked through; those of a larger one stand in an open-addressing table too, which serves every object. Objects close in the reverse order of their
 * opening, and taking the youngest entry out of a table with linear probing leaves exactly what was there before it
 * came: no tombstones, no clearing. The hash depends on a random seed made for each reader, so names cannot be chosen
 * to collide.
 */
final class MemberNames {
    /** An object of more members than this has them in the table. */
    private static final int FEW = 12;

    private static final int KEPT_ENTRIES = 1024;
    private static final int FIRST_TABLE = 32;
    private static final long PLACE = 0x7FFF_FFFFL;
    private static final long IN_TABLE = 0x8000_0000L;
    private static final int[] NO_TABLE = {};
    private static final byte[] NO_BYTES = {};

    private final long seedA;
    private final long seedB;

    /**
     * For each name the hash, below it whether it is in the table and where it begins, from the document's first byte
     * on; before the first name of each object the kinds of the object around it.
     */
    private long[] entries = new long[16];

    private int size;
    /** The kinds of hashes that the innermost object has, in the upper half. */
    private long kinds;

    /** Entry index plus one; zero is free. At most half full. */
    private int[] table = NO_TABLE;

    private int inTable;
    private byte[] decoded = NO_BYTES;

    MemberNames() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        this.seedA = random.nextLong();
        this.seedB = random.nextLong();
    }

    /** Just after the last name of the innermost object. */
    int size() {
        return size;
    }

    /** Begins an object; returns the index that its first name will have. */
    int open() {
        push(kinds);
        kinds = 0;
        return size;
    }

    /** Whether no open object has so many names that they are in the table. */
    boolean few() {
        return inTable == 0;
    }

    /** Copies the names to the beginning of {@code to} when none is in the table, and none of the innermost object. */
    void copyTo(long[] to) {
        System.arraycopy(entries, 0, to, 0, size);
    }

    /** Puts the names back that were copied. */
    void restore(long[] from, int count) {
        System.arraycopy(from, 0, entries, 0, count);
        size = count;
    }

    /** Forgets everything, wherever the document was left. */
    void clear() {
        if (entries.length > KEPT_ENTRIES) {
            entries = new long[KEPT_ENTRIES];
            table = NO_TABLE;
        } else if (inTable > 0) {
            Arrays.fill(table, 0);
        }
        inTable = 0;
        size = 0;
        kinds = 0;
    }

    /** Forgets the innermost object, whose first name has the index {@code base}. */
    void close(int base) {
        if (size - base > FEW) {
            for (int i = size - 1; i >= base; i--) {
                table[slotOf(i)] = 0;
            }
            inTable -= size - base;
        }
        size = base - 1;
        kinds = entries[size];
    }

    /**
     * Adds a name to the innermost object; false when that object has it already.
     *
     * @param b where the document stands, from {@code from} on
     * @param start just after the name's opening quote
     * @param end the name's closing quote
     * @param base the index of the object's first name
     */
    boolean add(byte[] b, int from, int start, int end, boolean escaped, int base) {
        // Mixed with the object's place in the stack: equal names of nested objects do not crowd one slot.
        int hash = (escaped ? decodedHash(b, start, end) : hash(b, start, end)) ^ (base * 0x9E3779B9);
        long kind = 1L << (32 + (hash >>> 27));
        if ((kinds & kind) != 0 && has(b, from, start, end, hash, base)) {
            return false;
        }
        kinds |= kind;
        push(((long) hash << 32) | (start - from));
        int count = size - base;
        if (count > FEW) {
            for (int i = count == FEW + 1 ? base : size - 1; i < size; i++) {
                putInTable(i);
            }
        }
        return true;
    }

    private boolean has(byte[] b, int from, int start, int end, int hash, int base) {
        if (size - base > FEW) {
            int mask = table.length - 1;
            for (int slot = hash & mask; table[slot] != 0; slot = (slot + 1) & mask) {
                int i = table[slot] - 1;
                if (i >= base && is(b, from, i, hash, start, end)) {
                    return true;
                }
            }
            return false;
        }
        for (int i = base; i < size; i++) {
            if (is(b, from, i, hash, start, end)) {
                return true;
            }
        }
        return false;
    }

    private void push(long entry) {
        if (size == entries.length) {
            entries = Arrays.copyOf(entries, size * 2);
        }
        entries[size++] = entry;
    }

    private boolean is(byte[] b, int from, int entry, int hash, int start, int end) {
        return (int) (entries[entry] >>> 32) == hash && same(b, from + (int) (entries[entry] & PLACE), start, end);
    }

    /** Whether two names of one hash are the same, which they almost surely are. */
    private static boolean same(byte[] b, int otherStart, int start, int end) {
        int otherEnd = otherStart;
        while (b[otherEnd] != '"') {
            otherEnd += b[otherEnd] == '\\' ? 2 : 1;
        }
        byte[] one = new byte[end - start];
        byte[] other = new byte[otherEnd - otherStart];
        int n = Escapes.decode(b, start, end, one);
        int m = Escapes.decode(b, otherStart, otherEnd, other);
        return Arrays.equals(one, 0, n, other, 0, m);
    }

    private void putInTable(int entry) {
        if (++inTable * 2 > table.length) {
            table = new int[Math.max(FIRST_TABLE, table.length * 2)];
            for (int i = 0; i < entry; i++) {
                if ((entries[i] & IN_TABLE) != 0) {
                    table[slotOf(i)] = i + 1;
                }
            }
        }
        entries[entry] |= IN_TABLE;
        table[slotOf(entry)] = entry + 1;
    }

    /** Where the entry stands in the table, or will. */
    private int slotOf(int entry) {
        int mask = table.length - 1;
        int slot = (int) (entries[entry] >>> 32) & mask;
        while (table[slot] != 0 && table[slot] != entry + 1) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private int decodedHash(byte[] b, int start, int end) {
        if (decoded.length < end - start) {
            decoded = new byte[Math.max(64, end - start)];
        }
        return hash(decoded, 0, Escapes.decode(b, start, end, decoded));
    }

    private int hash(byte[] b, int from, int to) {
        long h = seedA ^ (to - from);
        int p = from;
        for (; p < to - Swar.WIDTH; p += Swar.WIDTH) {
            h = fold(h ^ Swar.load(b, p), seedB);
        }
        h = fold(fold(h ^ Swar.word(b, p, to - p), seedB), seedA | 1);
        return (int) (h ^ (h >>> 32));
    }

    private static long fold(long a, long b) {
        return (a * b) ^ Math.unsignedMultiplyHigh(a, b);
    }
}
