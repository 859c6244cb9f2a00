package dev.headgate.wire;

/**
 * A number of 64 bits that pieces of bytes come to: the same for the same pieces in the same order, in every process
 * and on every machine, and most likely another for any others. Pieces do not run together: {@code ab}, {@code c} is
 * not {@code a}, {@code bc}. It withstands accidents, not somebody who looks for two inputs that collide.
 */
public final class Fingerprint {
    // Odd and with bits all over: the golden ratio, and the multipliers of the SplitMix64 generator.
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final long FIRST = 0xBF58476D1CE4E5B9L;
    private static final long SECOND = 0x94D049BB133111EBL;

    private long state = GOLDEN;

    /** Takes in the bytes from {@code from} to {@code to} as one piece. */
    public void add(byte[] bytes, int from, int to) {
        int p = from;
        for (; p <= to - Swar.WIDTH; p += Swar.WIDTH) {
            add(Swar.load(bytes, p));
        }
        if (p < to) {
            add(Swar.word(bytes, p, to - p));
        }
        add(to - from);
    }

    /** Takes in a number as one piece. */
    public void add(long word) {
        long spread = Long.rotateLeft(word * SECOND, 31) * GOLDEN;
        state = Long.rotateLeft(state ^ spread, 27) * FIRST + SECOND;
    }

    /** What all pieces so far come to. */
    public long value() {
        long v = (state ^ (state >>> 30)) * FIRST;
        v = (v ^ (v >>> 27)) * SECOND;
        return v ^ (v >>> 31);
    }
}
