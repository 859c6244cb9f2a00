package dev.headgate.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known name that a mistyped one most likely meant. */
final class Nearest {
    private static final int SHOWN = 20;
    private static final int LONGEST = 64;

    private Nearest() {}

    static Optional<String> to(String name, Collection<String> known) {
        if (name.length() > LONGEST) {
            return Optional.empty();
        }
        int most = Math.max(1, Math.min(3, name.length() / 3));
        return known.stream()
                .filter(k -> distance(plain(name), plain(k)) <= most)
                .min(Comparator.comparingInt(k -> distance(plain(name), plain(k))));
    }

    /** The end of a message about an unknown name: the likely one, and those there are. */
    static String hint(String name, Collection<String> known) {
        String all = known.isEmpty()
                ? "none"
                : String.join(", ", known.stream().limit(SHOWN).toList()) + (known.size() > SHOWN ? ", …" : "");
        return to(name, known).map(k -> "; did you mean " + k + "?").orElse(";") + " known: " + all;
    }

    /** Other spellings of the same words count as equal: {@code apiKey}, {@code api_key}. */
    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
    }

    /** Insertions, deletions, replacements and swaps of neighbours that lead from one to the other. */
    static int distance(String a, String b) {
        // Three rows of the table are enough: a swap looks back two.
        int[] before = new int[b.length() + 1];
        int[] previous = new int[b.length() + 1];
        int[] current = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    current[j] = Math.min(current[j], before[j - 2] + 1);
                }
            }
            int[] spare = before;
            before = previous;
            previous = current;
            current = spare;
        }
        return previous[b.length()];
    }
}
