package dev.headgate.plugin.redaction;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Characters of a private plane of Unicode that stand for pieces of one text while it is searched: what they stand for
 * is neither looked at nor changed. A text that has such characters of its own gets them back in the same way.
 */
final class Symbols {
    private static final int FIRST = 0xF0000;
    private static final int MOST = 0xFFF0;

    private final Map<String, String> symbols = new HashMap<>();
    private final List<String> pieces = new ArrayList<>();

    /** Whether a character is the first half of a symbol. */
    static boolean begins(char c) {
        return c >= 0xDB80 && c <= 0xDBBF;
    }

    /** The symbol of a piece; empty when there are no more. */
    Optional<String> of(String piece) {
        String symbol = symbols.get(piece);
        if (symbol == null && pieces.size() < MOST) {
            symbol = Character.toString(FIRST + pieces.size());
            symbols.put(piece, symbol);
            pieces.add(piece);
        }
        return Optional.ofNullable(symbol);
    }

    /** Where the first symbol from a place on begins, or the text's length. */
    static int next(String text, int from) {
        int at = from;
        while (at < text.length() && !begins(text.charAt(at))) {
            at++;
        }
        return at;
    }

    /** What the symbol at a place stands for. */
    String piece(String text, int at) {
        return pieces.get(text.codePointAt(at) - FIRST);
    }

    /** The text with what its symbols stand for. */
    String expand(String text) {
        int at = next(text, 0);
        if (at == text.length()) {
            return text;
        }
        var out = new StringBuilder(text.length() + 64);
        int from = 0;
        while (at < text.length()) {
            out.append(text, from, at).append(piece(text, at));
            from = at + 2;
            at = next(text, from);
        }
        return out.append(text, from, text.length()).toString();
    }
}
