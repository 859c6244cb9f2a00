package dev.headgate.wire;

/** The well-formed sequences of UTF-8 beyond ASCII, by table 3-7 of the Unicode standard. */
final class Utf8 {
    private Utf8() {}

    /**
     * How many bytes the character takes with which this word begins, its first byte lowest; zero when that is no
     * well-formed character beyond ASCII.
     */
    static int lengthOf(long word) {
        int w = (int) word;
        if ((w & 0xC0C0F0) == 0x8080E0) {
            // The upper ten of sixteen bits: not what fits fewer bytes, and no surrogate.
            int upper = ((w & 0x0F) << 6) | ((w >>> 8) & 0x3F);
            return upper >= 0x20 && upper >>> 5 != 0x1B ? 3 : 0;
        }
        if ((w & 0xC0E0) == 0x80C0) {
            return (w & 0x1E) != 0 ? 2 : 0;
        }
        if ((w & 0xC0C0C0F8) == 0x808080F0) {
            int upper = ((w & 0x07) << 6) | ((w >>> 8) & 0x3F);
            return upper >= 0x10 && upper <= 0x10F ? 4 : 0;
        }
        return 0;
    }
}
