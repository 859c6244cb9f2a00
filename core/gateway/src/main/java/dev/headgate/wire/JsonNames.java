package dev.headgate.wire;

import java.util.List;
import java.util.stream.IntStream;

/** A fixed set of names of ASCII characters, to find which of them a reader stands at without making a string of it. */
public final class JsonNames {
    private final String[] names;

    /** The first eight bytes of each name. */
    private final long[] words;

    /** For each length the indices of the names that have it. */
    private final int[][] ofLength;

    public JsonNames(List<String> names) {
        this.names = names.toArray(String[]::new);
        this.words = new long[this.names.length];
        int longest = 0;
        for (int i = 0; i < this.names.length; i++) {
            String name = this.names[i];
            longest = Math.max(longest, name.length());
            for (int c = Math.min(name.length(), Swar.WIDTH) - 1; c >= 0; c--) {
                words[i] = (words[i] << 8) | name.charAt(c);
            }
        }
        this.ofLength = new int[longest + 1][];
        for (int length = 0; length <= longest; length++) {
            int wanted = length;
            ofLength[length] = IntStream.range(0, this.names.length)
                    .filter(i -> this.names[i].length() == wanted)
                    .toArray();
        }
    }

    /** Which of the names the reader's current name or string is, or -1. */
    public int indexOf(JsonReader in) {
        return in.indexIn(this);
    }

    /** Which of the names stands there, without an escape, or -1. */
    int indexOf(byte[] b, int start, int end) {
        int length = end - start;
        if (length >= ofLength.length) {
            return -1;
        }
        long word = Swar.word(b, start, length);
        for (int i : ofLength[length]) {
            if (words[i] == word && same(b, start, names[i])) {
                return i;
            }
        }
        return -1;
    }

    private static boolean same(byte[] b, int start, String name) {
        for (int i = Swar.WIDTH; i < name.length(); i++) {
            if (b[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Which of the names stands there, with escapes, or -1. */
    int indexOfEscaped(byte[] b, int start, int end) {
        for (int i = 0; i < names.length; i++) {
            if (Escapes.same(b, start, end, names[i])) {
                return i;
            }
        }
        return -1;
    }
}
