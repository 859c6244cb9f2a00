package dev.headgate.wire;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The member names of all objects that are open at the moment, to find one that comes twice in its object.
 *
 * <p>One open-addressing table serves every object. Objects close in the reverse order of their opening, and taking the
 * youngest entry out of a table with linear probing leaves exactly what was there before it came: no tombstones, no
 * clearing. The hash depends on a random seed made for each document, so names cannot be chosen to collide.
 */
final class MemberNames {
    private final byte[] document;
    private final long seedA;
    private final long seedB;
    private int[] bases = new int[8];
    private int objects;
    private int[] starts = new int[16];
    /** Complemented where the name holds escapes. */
    private int[] ends = new int[16];

    private int[] hashes = new int[16];
    private int[] slots = new int[16];
    private int size;
    /** Entry index plus one; zero is free. At most half full. */
    private int[] table = new int[32];

    private byte[] scratch = new byte[0];
    private byte[] otherScratch = new byte[0];

    MemberNames(byte[] document) {
        this.document = document;
        ThreadLocalRandom random = ThreadLocalRandom.current();
        this.seedA = random.nextLong();
        this.seedB = random.nextLong();
    }

    void open() {
        if (objects == bases.length) {
            bases = Arrays.copyOf(bases, objects * 2);
        }
        bases[objects++] = size;
    }

    void close() {
        int base = bases[--objects];
        while (size > base) {
            table[slots[--size]] = 0;
        }
    }

    /** Members of the innermost open object so far. */
    int count() {
        return size - bases[objects - 1];
    }

    /** Adds a name, given without its quotes, to the innermost object; false when that object has it already. */
    boolean add(int start, int end, boolean escaped) {
        int length = end - start;
        long hash;
        if (escaped) {
            scratch = room(scratch, length);
            hash = hash(scratch, 0, Escapes.decode(document, start, end, scratch));
        } else {
            hash = hash(document, start, end);
        }
        // Mixed with the object's place in the stack: equal names of nested objects do not crowd one slot.
        int mixed = (int) (hash ^ (hash >>> 32)) ^ (bases[objects - 1] * 0x9E3779B9);
        int mask = table.length - 1;
        int slot = mixed & mask;
        while (table[slot] != 0) {
            int entry = table[slot] - 1;
            if (hashes[entry] == mixed && entry >= bases[objects - 1] && same(entry, start, end, escaped)) {
                return false;
            }
            slot = (slot + 1) & mask;
        }
        push(start, escaped ? ~end : end, mixed, slot);
        return true;
    }

    private void push(int start, int end, int hash, int slot) {
        if (size == starts.length) {
            starts = Arrays.copyOf(starts, size * 2);
            ends = Arrays.copyOf(ends, size * 2);
            hashes = Arrays.copyOf(hashes, size * 2);
            slots = Arrays.copyOf(slots, size * 2);
        }
        starts[size] = start;
        ends[size] = end;
        hashes[size] = hash;
        slots[size] = slot;
        size++;
        table[slot] = size;
        if (size * 2 > table.length) {
            rehash();
        }
    }

    private void rehash() {
        table = new int[table.length * 2];
        int mask = table.length - 1;
        for (int entry = 0; entry < size; entry++) {
            int slot = hashes[entry] & mask;
            while (table[slot] != 0) {
                slot = (slot + 1) & mask;
            }
            table[slot] = entry + 1;
            slots[entry] = slot;
        }
    }

    private boolean same(int entry, int start, int end, boolean escaped) {
        int otherStart = starts[entry];
        int otherEnd = ends[entry];
        if (!escaped && otherEnd >= 0) {
            return Arrays.equals(document, otherStart, otherEnd, document, start, end);
        }
        int otherLimit = otherEnd < 0 ? ~otherEnd : otherEnd;
        scratch = room(scratch, end - start);
        otherScratch = room(otherScratch, otherLimit - otherStart);
        int n = Escapes.decode(document, start, end, scratch);
        int m = Escapes.decode(document, otherStart, otherLimit, otherScratch);
        return Arrays.equals(scratch, 0, n, otherScratch, 0, m);
    }

    private static byte[] room(byte[] buffer, int length) {
        return buffer.length >= length ? buffer : new byte[Math.max(64, length)];
    }

    private long hash(byte[] bytes, int from, int to) {
        long h = seedA ^ (to - from);
        int p = from;
        for (; p + Swar.WIDTH <= to; p += Swar.WIDTH) {
            h = fold(h ^ Swar.load(bytes, p), seedB);
        }
        long rest = 0;
        for (; p < to; p++) {
            rest = (rest << 8) | (bytes[p] & 0xFF);
        }
        return fold(fold(h ^ rest, seedB), seedA | 1);
    }

    private static long fold(long a, long b) {
        return (a * b) ^ Math.unsignedMultiplyHigh(a, b);
    }
}
