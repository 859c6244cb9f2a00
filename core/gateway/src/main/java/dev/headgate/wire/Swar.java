package dev.headgate.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes at a time. Marks are words in which the highest bit of a byte says that this byte was found. Only the
 * lowest mark is certain: subtraction borrows upwards, so a byte above a find may be marked wrongly.
 */
final class Swar {
    static final int WIDTH = Long.BYTES;
    static final long HIGH_BITS = 0x8080808080808080L;
    private static final long ONES = 0x0101010101010101L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Swar() {}

    /** The eight bytes from {@code at}, the first of them lowest. */
    static long load(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** A word of eight times this byte. */
    static long repeat(int ascii) {
        return ONES * ascii;
    }

    /** Marks the bytes that equal the repeated one. */
    static long equal(long word, long repeated) {
        long x = word ^ repeated;
        return (x - ONES) & ~x & HIGH_BITS;
    }

    /** Marks the bytes below the repeated one, which is at most 0x80. */
    static long below(long word, long repeated) {
        return (word - repeated) & ~word & HIGH_BITS;
    }

    /** Index within the word of the first marked byte. */
    static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }
}
