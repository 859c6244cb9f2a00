package dev.headgate.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Random;

/** Random JSON documents with the oddities that JSON allows, and damage done to them. */
final class RandomJson {
    private static final String[] SPACE = {"", "", "", " ", "\n", "\t", "\r\n", "  "};
    private static final String[] PIECES = {
        "a",
        "model",
        "content",
        "plain text of some length, longer than a word",
        "\\n",
        "\\\"",
        "\\\\",
        "\\/",
        "\\u0041",
        "\\u00e9",
        "\\ud83d\\ude00",
        "\u00e9",
        "\u20ac",
        "\uD83D\uDE00",
        "\\u0000",
        "\u007f",
        "{",
        "]",
        ",",
        ":"
    };
    private static final String[] NUMBERS = {
        "0", "-0", "1", "-12", "3.25", "1e2", "1E+2", "1e-2", "0.000", "9223372036854775808", "123456789012345678901234"
    };
    private static final byte[] DAMAGE = {
        '"',
        '\\',
        '{',
        '}',
        '[',
        ']',
        ',',
        ':',
        ' ',
        '\n',
        0,
        1,
        '0',
        '1',
        '.',
        'e',
        '-',
        '+',
        'u',
        't',
        'n',
        '/',
        '*',
        '\'',
        (byte) 0x80,
        (byte) 0xC0,
        (byte) 0xC3,
        (byte) 0xE2,
        (byte) 0xED,
        (byte) 0xF0,
        (byte) 0xFF
    };

    private RandomJson() {}

    static byte[] document(Random random) {
        StringBuilder out = new StringBuilder();
        value(random, out, 0);
        return out.toString().getBytes(UTF_8);
    }

    /** One to three bytes replaced, put in or taken out. */
    static byte[] mutated(byte[] document, Random random) {
        byte[] out = document;
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(out.length + 1);
            byte damage = DAMAGE[random.nextInt(DAMAGE.length)];
            out = switch (random.nextInt(3)) {
                case 0 -> spliced(out, at, at, damage);
                case 1 -> spliced(out, at, Math.min(at + 1, out.length), damage);
                default -> spliced(out, at, Math.min(at + 1, out.length));
            };
        }
        return out;
    }

    private static byte[] spliced(byte[] in, int from, int to, byte... middle) {
        byte[] out = Arrays.copyOf(in, in.length - (to - from) + middle.length);
        System.arraycopy(middle, 0, out, from, middle.length);
        System.arraycopy(in, to, out, from + middle.length, in.length - to);
        return out;
    }

    private static void value(Random random, StringBuilder out, int depth) {
        space(random, out);
        switch (random.nextInt(depth > 5 ? 5 : 9)) {
            case 0 -> out.append(NUMBERS[random.nextInt(NUMBERS.length)]);
            case 1 -> out.append("true");
            case 2 -> out.append("false");
            case 3 -> out.append("null");
            case 4, 5 -> string(random, out);
            case 6 -> array(random, out, depth);
            default -> object(random, out, depth);
        }
        space(random, out);
    }

    private static void array(Random random, StringBuilder out, int depth) {
        out.append('[');
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            out.append(i > 0 ? "," : "");
            value(random, out, depth + 1);
        }
        space(random, out);
        out.append(']');
    }

    private static void object(Random random, StringBuilder out, int depth) {
        out.append('{');
        int count = random.nextInt(random.nextInt(20) == 0 ? 60 : 6);
        for (int i = 0; i < count; i++) {
            out.append(i > 0 ? "," : "");
            space(random, out);
            // The index keeps names apart; mutations make them meet.
            string(random, out);
            out.insert(out.length() - 1, i);
            space(random, out);
            out.append(':');
            value(random, out, depth + 1);
        }
        space(random, out);
        out.append('}');
    }

    private static void string(Random random, StringBuilder out) {
        out.append('"');
        int count = random.nextInt(5);
        for (int i = 0; i < count; i++) {
            out.append(PIECES[random.nextInt(PIECES.length)]);
        }
        out.append('"');
    }

    private static void space(Random random, StringBuilder out) {
        out.append(SPACE[random.nextInt(SPACE.length)]);
    }
}
