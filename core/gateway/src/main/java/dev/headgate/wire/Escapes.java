package dev.headgate.wire;

/** The escapes of JSON strings, undone. The input has been checked already. */
final class Escapes {
    private static final int RUN = 15 * Swar.WIDTH;
    private static final long QUOTES = Swar.repeat('"');
    private static final long BACKSLASHES = Swar.repeat('\\');
    private static final long ENS = Swar.repeat('n');

    private static final boolean[] SINGLE = new boolean[256];
    private static final byte[] DIGITS = new byte[256];

    static {
        for (int c = 0; c < DIGITS.length; c++) {
            DIGITS[c] = (byte) Character.digit(c, 16);
        }
        for (char c : "\"\\/bfnrt".toCharArray()) {
            SINGLE[c] = true;
        }
    }

    private Escapes() {}

    /** Whether a backslash may stand before this byte, and the two of them are an escape. */
    static boolean isSingle(byte c) {
        return SINGLE[c & 0xFF];
    }

    /**
     * Writes the UTF-8 text that the inside of a string stands for to the beginning of {@code out}, which must hold as
     * many bytes as the input has.
     *
     * @return the number of bytes written
     */
    static int decode(byte[] in, int from, int to, byte[] out) {
        int n = 0;
        int p = from;
        while (p < to) {
            byte c = in[p++];
            if (c != '\\') {
                out[n++] = c;
                continue;
            }
            byte e = in[p++];
            if (e != 'u') {
                out[n++] = single(e);
                continue;
            }
            int code = hex(in, p);
            p += 4;
            if (Character.isHighSurrogate((char) code)) {
                code = Character.toCodePoint((char) code, (char) hex(in, p + 2));
                p += 6;
            }
            n = utf8(code, out, n);
        }
        return n;
    }

    /** Just after what stands for so many bytes of text, which must be whole characters. */
    static int after(byte[] in, int from, int decoded) {
        int p = from;
        int left = decoded;
        while (left > 0) {
            if (in[p] != '\\') {
                p++;
                left--;
            } else if (in[p + 1] != 'u') {
                p += 2;
                left--;
            } else {
                int code = hex(in, p + 2);
                boolean pair = Character.isHighSurrogate((char) code);
                p += pair ? 12 : 6;
                left -= pair ? 4 : code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
            }
        }
        return p;
    }

    /** Whether the inside of a string stands for this ASCII text; looks no further than the first difference. */
    static boolean same(byte[] in, int from, int to, String ascii) {
        int p = from;
        for (int i = 0; i < ascii.length(); i++) {
            if (p >= to) {
                return false;
            }
            int c = in[p++];
            if (c == '\\') {
                byte e = in[p++];
                c = e == 'u' ? hex(in, p) : single(e);
                p += e == 'u' ? 4 : 0;
            }
            if (c != ascii.charAt(i)) {
                return false;
            }
        }
        return p == to;
    }

    /**
     * Where something else follows than plain characters and the two escapes that text is full of, or none of the two
     * has come for some words; {@code at} stands after an escape. A branch at each escape, which no processor can
     * foresee, would cost more than looking for both of them in every word.
     */
    static int afterCommon(byte[] b, int at, int to) {
        int p = at;
        boolean some = true;
        while (some && p <= to - Swar.WIDTH) {
            int last = Math.min(to - Swar.WIDTH, p + RUN);
            long seen = 0;
            long carried = 0;
            for (; p <= last; p += Swar.WIDTH) {
                long word = Swar.load(b, p);
                long ascii = word & ~Swar.HIGH_BITS;
                long backslashes = Swar.equal(ascii, BACKSLASHES) & Swar.HIGH_BITS;
                long after = (backslashes << 8) | carried;
                // Quotes that are not escaped, and what is escaped but neither a quote nor the n of a newline.
                long odd = (Swar.equal(ascii, QUOTES) ^ after) & ~(Swar.equal(ascii, ENS) & after);
                long others = (odd | Swar.outsideText(word)) & Swar.HIGH_BITS;
                if (others != 0) {
                    // What is escaped goes with its backslash.
                    long first = others & -others;
                    return p + Swar.first(first) - ((after & first) != 0 ? 1 : 0);
                }
                seen |= backslashes;
                carried = backslashes >>> 56;
            }
            p -= carried != 0 ? 1 : 0;
            some = seen != 0;
        }
        return p;
    }

    /** The value of four hexadecimal digits, negative when one of them is none. */
    static int hex(byte[] in, int at) {
        return digit(in[at]) << 12 | digit(in[at + 1]) << 8 | digit(in[at + 2]) << 4 | digit(in[at + 3]);
    }

    private static int digit(byte c) {
        return DIGITS[c & 0xFF];
    }

    private static byte single(byte escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escape;
        };
    }

    private static int utf8(int code, byte[] out, int at) {
        int n = at;
        if (code < 0x80) {
            out[n++] = (byte) code;
            return n;
        }
        if (code < 0x800) {
            out[n++] = (byte) (0xC0 | (code >> 6));
        } else if (code < 0x10000) {
            out[n++] = (byte) (0xE0 | (code >> 12));
            out[n++] = continuation(code >> 6);
        } else {
            out[n++] = (byte) (0xF0 | (code >> 18));
            out[n++] = continuation(code >> 12);
            out[n++] = continuation(code >> 6);
        }
        out[n++] = continuation(code);
        return n;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | (bits & 0x3F));
    }
}
