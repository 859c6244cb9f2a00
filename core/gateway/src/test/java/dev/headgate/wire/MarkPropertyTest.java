package dev.headgate.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.wire.JsonReader.Token;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Documents read on from a mark against the same documents read from their beginning. */
class MarkPropertyTest {
    private static final JsonLimits LIMITS = JsonLimits.STANDARD;

    @Property(tries = 5_000)
    void reading_on_from_a_mark_is_like_reading_anew(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] first = document(random);
        JsonReader marked = new JsonReader(first, 0, first.length, LIMITS);
        int place = mark(marked, random.nextInt(4));
        int read = 0;
        for (int i = 0; i < 3; i++) {
            byte[] next = alike(first, place, random);
            int from = random.nextInt(5);
            byte[] array = new byte[from + next.length + random.nextInt(5)];
            System.arraycopy(next, 0, array, from, next.length);
            JsonReader anew = new JsonReader(array, from, from + next.length, LIMITS);
            if (marked.restartAtMark(array, from, from + next.length)) {
                while (anew.next() != Token.START_OBJECT || anew.end() - from < place) {
                    // to where the mark is
                }
                assertThat(state(marked)).isEqualTo(state(anew));
                read++;
            }
            assertThat(rest(marked)).isEqualTo(rest(anew));
        }
        assertThat(read > 0).isEqualTo(place >= 4 && place <= 1024 && !manyNames(first, place));
    }

    @Test
    void a_mark_leads_nowhere_from_other_beginnings() {
        byte[] one = bytes("{\"id\":1,\"choices\":[{\"delta\":{\"a\":1}}]}");
        JsonReader reader = new JsonReader(one, 0, one.length, LIMITS);
        mark(reader, 2);
        byte[] cut = Arrays.copyOf(one, one.length - 10);
        assertThat(reader.restartAtMark(cut, 0, cut.length)).isFalse();
        byte[] other = bytes("{\"id\":2,\"choices\":[{\"delta\":{\"a\":1}}]}");
        assertThat(reader.restartAtMark(other, 0, other.length)).isFalse();
        assertThat(reader.restartAtMark(one, 0, one.length)).isTrue();
        assertThat(reader.next()).isEqualTo(Token.NAME);
        assertThat(reader.text()).isEqualTo("a");
    }

    /** Marks after this many objects have been opened inside the first; -1 when there are fewer. */
    private static int mark(JsonReader reader, int objects) {
        int left = objects;
        for (Token t = reader.next(); t != Token.END; t = reader.next()) {
            if (t == Token.START_OBJECT && left-- == 0) {
                reader.mark();
                return reader.end();
            }
        }
        return -1;
    }

    private static byte[] document(Random random) {
        while (true) {
            byte[] document = RandomJson.document(random);
            if (document[0] == '{') {
                return document;
            }
        }
    }

    /** A document that begins alike at least up to the place, and may be damaged after it. */
    private static byte[] alike(byte[] document, int place, Random random) {
        byte[] other = RandomJson.mutated(document, random);
        if (place < 0 || random.nextInt(3) == 0) {
            return document;
        }
        byte[] alike = Arrays.copyOf(document, Math.max(place, other.length));
        if (other.length > place) {
            System.arraycopy(other, place, alike, place, other.length - place);
        }
        return alike;
    }

    private static boolean manyNames(byte[] document, int place) {
        JsonReader reader = new JsonReader(document, 0, document.length, LIMITS);
        int[] names = new int[LIMITS.maxDepth() + 1];
        while (reader.next() != Token.END) {
            if (reader.token() == Token.NAME) {
                names[reader.depth()]++;
            } else if (reader.token() == Token.START_OBJECT) {
                names[reader.depth()] = 0;
                if (reader.end() == place) {
                    return Arrays.stream(names, 1, reader.depth()).anyMatch(n -> n > 12);
                }
            } else if (reader.token() == Token.START_ARRAY) {
                names[reader.depth()] = 0;
            }
        }
        return false;
    }

    private static String state(JsonReader reader) {
        return reader.token() + " at " + reader.start() + " to " + reader.end() + " in " + reader.depth();
    }

    private static String rest(JsonReader reader) {
        StringBuilder out = new StringBuilder();
        try {
            do {
                reader.next();
                out.append(state(reader)).append('\n');
            } while (reader.token() != Token.END);
        } catch (JsonException e) {
            out.append(e.getMessage());
        }
        return out.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
