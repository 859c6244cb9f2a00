package dev.headgate.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.wire.JsonException.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Strings read in words against strings read byte by byte. */
class JsonStringPropertyTest {
    private static final String[][] MOODS = {
        {"plain text that goes on for more than a word ", "x", " "},
        {"He said: ", "\\\"", "\\n", "open"},
        {"\\\"", "\\n", "\\\\", "\\t", "a", "\\u0041", "\\/"},
        {"\u00fc", "gr", "\u00f6\u00df", "er und l", "\\n", "\u20ac"},
        {"\u6c34\u95e8", "\uD83D\uDE00", "\u3002", "a", "\\\""},
        {"\\u00e4", "\\ud83d\\ude00", "n", "\\\\n", "\\\\\\\""}
    };
    private static final byte[] DAMAGE = {
        '"', '\\', '\n', 0, 'u', 'n', (byte) 0xC3, (byte) 0xED, (byte) 0xA0, (byte) 0x80
    };

    @Property(tries = 20_000)
    void ends_and_fails_where_a_byte_by_byte_reader_does(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] string = string(random);
        int before = random.nextInt(9);
        byte[] array = new byte[before + string.length + random.nextInt(40)];
        // What stands around the document must not matter.
        Arrays.fill(array, random.nextBoolean() ? (byte) '"' : (byte) '\\');
        System.arraycopy(string, 0, array, before, string.length);
        JsonReader reader = new JsonReader(array, before, before + string.length, JsonLimits.STANDARD);
        String result;
        try {
            reader.next();
            result = "ends at " + (reader.end() - before);
            String text = reader.text();
            assertThat(reader.is("open")).isEqualTo(text.equals("open"));
        } catch (JsonException e) {
            result = e.kind() + " at " + e.offset();
        }
        assertThat(result).as(new String(string, UTF_8)).isEqualTo(byteByByte(string));
    }

    private static byte[] string(Random random) {
        String[] mood = MOODS[random.nextInt(MOODS.length)];
        StringBuilder text = new StringBuilder("\"");
        for (int i = random.nextInt(60); i > 0; i--) {
            String[] from = random.nextInt(20) == 0 ? MOODS[random.nextInt(MOODS.length)] : mood;
            text.append(from[random.nextInt(from.length)]);
        }
        byte[] bytes = text.append('"').toString().getBytes(UTF_8);
        // Not the first one: a zero there would be another encoding.
        if (bytes.length > 2 && random.nextInt(3) == 0) {
            bytes[2 + random.nextInt(bytes.length - 2)] = DAMAGE[random.nextInt(DAMAGE.length)];
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)) : bytes;
    }

    private static String byteByByte(byte[] d) {
        int p = 1;
        while (p < d.length) {
            byte c = d[p];
            if (c == '"') {
                return "ends at " + (p + 1);
            }
            if (c >= 0 && c < ' ') {
                return Kind.SYNTAX + " at " + p;
            }
            int length = 1;
            if (c < 0) {
                length = multibyte(d, p);
                if (length == 0) {
                    return Kind.ENCODING + " at " + p;
                }
            } else if (c == '\\') {
                if (p + 1 == d.length) {
                    break;
                }
                length = 2;
                if (d[p + 1] == 'u') {
                    int code = code(d, p);
                    int next =
                            code >= 0xD800 && code < 0xDC00 && p + 7 < d.length && d[p + 6] == '\\' && d[p + 7] == 'u'
                                    ? code(d, p + 6)
                                    : 0;
                    if (code < 0 || next < 0) {
                        return Kind.SYNTAX + " at " + (code < 0 ? p : p + 6);
                    }
                    boolean pair = next >= 0xDC00 && next < 0xE000;
                    if (code >= 0xD800 && code < 0xE000 && !pair) {
                        return Kind.ENCODING + " at " + p;
                    }
                    length = pair ? 12 : 6;
                } else if ("\"\\/bfnrt".indexOf(d[p + 1]) < 0) {
                    return Kind.SYNTAX + " at " + p;
                }
            }
            p += length;
        }
        return Kind.SYNTAX + " at " + d.length;
    }

    private static int code(byte[] d, int at) {
        int code = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = i < d.length ? Character.digit(d[i], 16) : -1;
            if (digit < 0) {
                return -1;
            }
            code = code * 16 + digit;
        }
        return code;
    }

    private static int multibyte(byte[] d, int at) {
        for (int length = 2; length <= 4 && at + length <= d.length; length++) {
            try {
                if (UTF_8.newDecoder()
                                .decode(ByteBuffer.wrap(d, at, length))
                                .toString()
                                .codePoints()
                                .count()
                        == 1) {
                    return length;
                }
            } catch (CharacterCodingException e) {
                // one byte more may make it a character
            }
        }
        return 0;
    }
}
