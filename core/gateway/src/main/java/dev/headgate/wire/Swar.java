package dev.headgate.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes at a time. Marks are words in which the highest bit of a byte says that this byte was found; where it
 * says so, certain is the lowest mark alone: subtraction borrows upwards, so a byte above a find may be marked wrongly.
 */
final class Swar {
    static final int WIDTH = Long.BYTES;
    static final long HIGH_BITS = 0x8080808080808080L;
    private static final int BLOCK = 4 * WIDTH;
    private static final long ONES = 0x0101010101010101L;
    private static final long BACKSLASHES = repeat('\\');
    private static final long TWOS = repeat(2);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Swar() {}

    /** The eight bytes from {@code at}, the first of them lowest. */
    static long load(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** The first {@code length} bytes from {@code at}, at most eight, the first of them lowest and zero above them. */
    static long word(byte[] bytes, int at, int length) {
        if (length >= WIDTH) {
            return load(bytes, at);
        }
        if (at + WIDTH <= bytes.length) {
            return load(bytes, at) & ((1L << (length << 3)) - 1);
        }
        long word = 0;
        for (int i = length - 1; i >= 0; i--) {
            word = (word << 8) | (bytes[at + i] & 0xFF);
        }
        return word;
    }

    /** A word of eight times this byte. */
    static long repeat(int ascii) {
        return ONES * ascii;
    }

    /** Index within the word of the first marked byte. */
    static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /**
     * Marks what is no plain character of a JSON string: quotes, backslashes, control characters, and all beyond ASCII.
     * The lowest of the highest bits is certain; the other bits mean nothing.
     */
    private static long roughMarks(long word) {
        // Flipping the second bit brings the quote next to the control characters, and the space takes its place.
        return word | ((word ^ TWOS) - repeat(0x21)) | ((word ^ BACKSLASHES) - ONES);
    }

    /** Marks the bytes of a word of ASCII that equal the repeated one; every mark is certain. */
    static long equal(long ascii, long repeated) {
        return HIGH_BITS - (ascii ^ repeated);
    }

    /** Marks control characters and what is beyond ASCII; every mark is certain. */
    static long outsideText(long word) {
        return word | (HIGH_BITS - (word & repeat(0x60)));
    }

    /** The first place from {@code at} where something else than a plain character of a JSON string stands. */
    static int afterPlain(byte[] b, int at, int to) {
        int p = at;
        if (p <= to - WIDTH) {
            long marks = roughMarks(load(b, p)) & HIGH_BITS;
            if (marks != 0) {
                return p + first(marks);
            }
            p += WIDTH;
        }
        if (p <= to - WIDTH) {
            long marks = roughMarks(load(b, p)) & HIGH_BITS;
            if (marks != 0) {
                return p + first(marks);
            }
            p += WIDTH;
        }
        for (int last = Math.min(at + BLOCK, to) - WIDTH; p <= last; p += WIDTH) {
            long marks = roughMarks(load(b, p)) & HIGH_BITS;
            if (marks != 0) {
                return p + first(marks);
            }
        }
        for (; p <= to - BLOCK; p += BLOCK) {
            long one = roughMarks(load(b, p));
            long two = roughMarks(load(b, p + WIDTH));
            long three = roughMarks(load(b, p + 2 * WIDTH));
            long four = roughMarks(load(b, p + 3 * WIDTH));
            if (((one | two | three | four) & HIGH_BITS) != 0) {
                return p + firstOf(one, two, three, four);
            }
        }
        for (; p <= to - WIDTH; p += WIDTH) {
            long marks = roughMarks(load(b, p)) & HIGH_BITS;
            if (marks != 0) {
                return p + first(marks);
            }
        }
        while (p < to && b[p] >= ' ' && b[p] != '"' && b[p] != '\\') {
            p++;
        }
        return p;
    }

    /** The first place from {@code at} where a byte of at most {@code \r} stands, or {@code to}. */
    static int afterText(byte[] b, int at, int to) {
        int p = at;
        for (; p <= to - BLOCK; p += BLOCK) {
            long one = lowMarks(load(b, p));
            long two = lowMarks(load(b, p + WIDTH));
            long three = lowMarks(load(b, p + 2 * WIDTH));
            long four = lowMarks(load(b, p + 3 * WIDTH));
            if (((one | two | three | four) & HIGH_BITS) != 0) {
                return p + firstOf(one, two, three, four);
            }
        }
        for (; p <= to - WIDTH; p += WIDTH) {
            long marks = lowMarks(load(b, p)) & HIGH_BITS;
            if (marks != 0) {
                return p + first(marks);
            }
        }
        while (p < to && (b[p] > '\r' || b[p] < 0)) {
            p++;
        }
        return p;
    }

    /** Index of the first marked byte in four words; without a branch, since nobody can foresee which word it is in. */
    private static int firstOf(long one, long two, long three, long four) {
        return Integer.numberOfTrailingZeros(
                bits(one) | (bits(two) << WIDTH) | (bits(three) << (2 * WIDTH)) | (bits(four) << (3 * WIDTH)));
    }

    /** The highest bits of eight bytes, next to each other. */
    private static int bits(long word) {
        return (int) ((((word & HIGH_BITS) >>> 7) * 0x0102040810204080L) >>> 56);
    }

    private static long lowMarks(long word) {
        return (word - repeat('\r' + 1)) & ~word;
    }
}
