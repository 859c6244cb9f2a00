package dev.headgate.wire;

/** The escapes of JSON strings, undone. The input has been checked already. */
final class Escapes {
    private Escapes() {}

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

    /** The value of four hexadecimal digits, negative when one of them is none. */
    static int hex(byte[] in, int at) {
        return digit(in[at]) << 12 | digit(in[at + 1]) << 8 | digit(in[at + 2]) << 4 | digit(in[at + 3]);
    }

    private static int digit(byte c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
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
