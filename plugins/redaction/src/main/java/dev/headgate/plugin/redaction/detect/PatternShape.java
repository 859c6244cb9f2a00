package dev.headgate.plugin.redaction.detect;

import java.util.BitSet;

/**
 * What can be told of a regular expression in RE2's syntax without running it: which characters a match may begin with, and
 * how long it may be. Whatever is not understood counts as any character, without a bound.
 */
final class PatternShape {
    /** The number that stands for all characters beyond ASCII. */
    private static final int OTHERS = 128;

    private static final int UNBOUNDED = 1 << 20;

    private final String pattern;
    private int at;
    private boolean ignoreCase;

    private record Part(BitSet first, boolean nullable, int longest) {
        static final Part NOTHING = new Part(new BitSet(), true, 0);

        Part then(Part next) {
            var both = (BitSet) first.clone();
            if (nullable) {
                both.or(next.first);
            }
            return new Part(both, nullable && next.nullable, Math.min(UNBOUNDED, longest + next.longest));
        }

        Part or(Part other) {
            var both = (BitSet) first.clone();
            both.or(other.first);
            return new Part(both, nullable || other.nullable, Math.max(longest, other.longest));
        }
    }

    private final Part whole;

    private PatternShape(String pattern, boolean ignoreCase) {
        this.pattern = pattern;
        this.ignoreCase = ignoreCase;
        this.whole = alternatives();
    }

    /**
     * Of a pattern that RE2 has accepted.
     *
     * @throws IllegalArgumentException when it asks where the text begins or ends, or takes no characters
     */
    static PatternShape of(String pattern, boolean ignoreCase) {
        var shape = new PatternShape(pattern, ignoreCase);
        if (shape.whole.nullable) {
            throw new IllegalArgumentException(
                    "matches where there is nothing; use one that takes at least a character");
        }
        return shape;
    }

    /** Whether a match may begin with a character. */
    boolean[] first() {
        boolean[] first = new boolean[OTHERS + 1];
        for (int c = 0; c <= OTHERS; c++) {
            first[c] = whole.first.get(c);
        }
        return first;
    }

    /** The most characters of a match, or {@link Integer#MAX_VALUE}. */
    int longest() {
        return whole.longest >= UNBOUNDED ? Integer.MAX_VALUE : whole.longest;
    }

    private Part alternatives() {
        Part all = sequence();
        while (at < pattern.length() && pattern.charAt(at) == '|') {
            at++;
            all = all.or(sequence());
        }
        return all;
    }

    private Part sequence() {
        Part all = Part.NOTHING;
        while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            all = all.then(repeated(atom()));
        }
        return all;
    }

    private Part repeated(Part one) {
        Part part = one;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            int most;
            boolean none;
            if (c == '*' || c == '+' || c == '?') {
                most = c == '?' ? 1 : UNBOUNDED;
                none = c != '+';
                at++;
            } else if (c == '{' && pattern.indexOf('}', at) > 0 && Character.isDigit(pattern.charAt(at + 1))) {
                int close = pattern.indexOf('}', at);
                String[] counts = pattern.substring(at + 1, close).split(",", -1);
                String last = counts[counts.length - 1];
                most = last.isEmpty() ? UNBOUNDED : Integer.parseInt(last);
                none = Integer.parseInt(counts[0]) == 0;
                at = close + 1;
            } else {
                return part;
            }
            if (at < pattern.length() && pattern.charAt(at) == '?') {
                at++;
            }
            long longest = Math.min(UNBOUNDED, (long) part.longest * most);
            part = new Part(part.first, part.nullable || none, (int) longest);
        }
        return part;
    }

    private Part atom() {
        char c = pattern.charAt(at++);
        return switch (c) {
            case '(' -> group();
            case '[' -> characterClass();
            case '\\' -> escape();
            case '.' -> any();
            case '^', '$' -> throw placed(String.valueOf(c));
            default -> literal(c);
        };
    }

    private static IllegalArgumentException placed(String what) {
        return new IllegalArgumentException(what
                + " asks where a text begins or ends, which texts that come piece by piece cannot say; leave it out");
    }

    private Part group() {
        boolean before = ignoreCase;
        if (pattern.startsWith("?", at)) {
            int colon = at + 1;
            boolean off = false;
            while (colon < pattern.length() && ":)>".indexOf(pattern.charAt(colon)) < 0) {
                off |= pattern.charAt(colon) == '-';
                ignoreCase |= pattern.charAt(colon) == 'i' && !off && pattern.charAt(at + 1) != 'P';
                colon++;
            }
            boolean flagsAlone = colon < pattern.length() && pattern.charAt(colon) == ')';
            at = Math.min(pattern.length(), colon + 1);
            if (flagsAlone) {
                return Part.NOTHING;
            }
        }
        Part inside = alternatives();
        at++;
        ignoreCase = before;
        return inside;
    }

    private Part literal(char c) {
        var first = new BitSet();
        add(first, c);
        return new Part(first, false, Character.isHighSurrogate(c) ? 0 : Character.isLowSurrogate(c) ? 2 : 1);
    }

    private void add(BitSet set, char c) {
        set.set(Math.min(c, OTHERS));
        if (ignoreCase) {
            set.set(Math.min(Character.toLowerCase(c), OTHERS));
            set.set(Math.min(Character.toUpperCase(c), OTHERS));
            // Letters beyond ASCII that fold to one of it: the long s and the sign for kelvin.
            set.set(OTHERS);
        }
    }

    private Part escape() {
        char c = at < pattern.length() ? pattern.charAt(at++) : '\\';
        return switch (c) {
            case 'b', 'B' -> Part.NOTHING;
            case 'A', 'z' -> throw placed("\\" + c);
            case 'd' -> set("0-9");
            case 'w' -> set("A-Za-z0-9_");
            case 'D', 'W', 's', 'S', 'C', 't', 'n', 'r', 'f', 'v', 'a' -> any();
            case 'p', 'P', 'x' -> {
                if (at < pattern.length() && pattern.charAt(at) == '{') {
                    at = Math.max(at, pattern.indexOf('}', at)) + 1;
                } else {
                    at += c == 'x' ? 2 : 1;
                }
                yield any();
            }
            case 'Q', 'E' -> {
                at = pattern.length();
                yield new Part(any().first, false, UNBOUNDED);
            }
            default -> Character.isDigit(c) ? new Part(any().first, false, UNBOUNDED) : literal(c);
        };
    }

    private Part set(String members) {
        var first = new BitSet();
        Chars.Set set = Chars.set(members);
        for (char c = 0; c < OTHERS; c++) {
            if (set.has(c)) {
                add(first, c);
            }
        }
        return new Part(first, false, 1);
    }

    /** Any character; of those that take two places in a text, too. */
    private static Part any() {
        var first = new BitSet();
        first.set(0, OTHERS + 1);
        return new Part(first, false, 2);
    }

    private Part characterClass() {
        int from = at;
        if (pattern.startsWith("^", at)) {
            at++;
        }
        if (pattern.startsWith("]", at)) {
            at++;
        }
        boolean plain = from == at;
        var first = new BitSet();
        while (at < pattern.length() && pattern.charAt(at) != ']') {
            char c = pattern.charAt(at);
            if (c == '\\') {
                plain &= at + 1 < pattern.length() && "dw-.]/_".indexOf(pattern.charAt(at + 1)) >= 0;
                at++;
                first.or(escapedMember());
                continue;
            }
            if (c == '[' && pattern.startsWith("[:", at)) {
                plain = false;
                at = Math.max(at, pattern.indexOf(":]", at)) + 2;
                continue;
            }
            at++;
            char to = c;
            if (at + 1 < pattern.length() && pattern.charAt(at) == '-' && pattern.charAt(at + 1) != ']') {
                to = pattern.charAt(at + 1);
                plain &= to != '\\';
                at += 2;
            }
            for (int m = c; m <= Math.min(to, OTHERS); m++) {
                add(first, (char) m);
            }
            plain &= to < OTHERS;
        }
        at++;
        return plain ? new Part(first, false, ignoreCase ? 2 : 1) : any();
    }

    private BitSet escapedMember() {
        char c = at < pattern.length() ? pattern.charAt(at++) : ' ';
        return c == 'd' ? set("0-9").first : c == 'w' ? set("A-Za-z0-9_").first : literal(c).first;
    }
}
