package dev.headgate.plugin.redaction.detect;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Regular expressions over digits, joined into one table: what numbering plans are published as ({@code [2-9]\d{7}|8(?:0[0-4])},
 * no more of the language than they use). A number takes one look at each of its digits.
 */
final class DigitAutomaton {
    private static final int DIGITS = 10;

    private final int[] next;
    private final boolean[] accepts;

    DigitAutomaton(List<String> patterns) {
        var nfa = new Nfa();
        int start = nfa.state();
        int end = nfa.state();
        for (String pattern : patterns) {
            new Parser(nfa, pattern).alternatives(start, end);
        }
        var numbers = new HashMap<BitSet, Integer>();
        var sets = new ArrayList<BitSet>();
        var moves = new ArrayList<int[]>();
        var first = new BitSet();
        first.set(start);
        number(nfa.closure(first), numbers, sets);
        for (int s = 0; s < sets.size(); s++) {
            int[] row = new int[DIGITS];
            for (int digit = 0; digit < DIGITS; digit++) {
                BitSet to = nfa.move(sets.get(s), digit);
                row[digit] = to.isEmpty() ? -1 : number(nfa.closure(to), numbers, sets);
            }
            moves.add(row);
        }
        next = new int[sets.size() * DIGITS];
        accepts = new boolean[sets.size()];
        for (int s = 0; s < sets.size(); s++) {
            System.arraycopy(moves.get(s), 0, next, s * DIGITS, DIGITS);
            accepts[s] = sets.get(s).get(end);
        }
    }

    private static int number(BitSet set, Map<BitSet, Integer> numbers, List<BitSet> sets) {
        Integer known = numbers.get(set);
        if (known != null) {
            return known;
        }
        numbers.put(set, sets.size());
        sets.add(set);
        return sets.size() - 1;
    }

    /** Whether the digits of a text from a place on are one of the numbers. */
    boolean matches(CharSequence digits, int from) {
        int state = 0;
        for (int i = from; i < digits.length(); i++) {
            state = next[state * DIGITS + digits.charAt(i) - '0'];
            if (state < 0) {
                return false;
            }
        }
        return accepts[state];
    }

    /** States with moves on some digits, and moves on nothing. */
    private static final class Nfa {
        private final List<List<int[]>> moves = new ArrayList<>();

        int state() {
            moves.add(new ArrayList<>());
            return moves.size() - 1;
        }

        /** Moves on the digits of a mask; a mask of 0 takes none. */
        void move(int from, int digits, int to) {
            moves.get(from).add(new int[] {digits, to});
        }

        BitSet move(BitSet from, int digit) {
            var to = new BitSet();
            from.stream()
                    .forEach(s -> moves.get(s).forEach(m -> {
                        if ((m[0] >> digit & 1) != 0) {
                            to.set(m[1]);
                        }
                    }));
            return to;
        }

        BitSet closure(BitSet set) {
            var open = new ArrayList<Integer>(set.stream().boxed().toList());
            while (!open.isEmpty()) {
                for (int[] m : moves.get(open.removeLast())) {
                    if (m[0] == 0 && !set.get(m[1])) {
                        set.set(m[1]);
                        open.add(m[1]);
                    }
                }
            }
            return set;
        }
    }

    private static final class Parser {
        private final Nfa nfa;
        private final String pattern;
        private int at;

        Parser(Nfa nfa, String pattern) {
            this.nfa = nfa;
            this.pattern = pattern;
        }

        void alternatives(int from, int to) {
            do {
                int state = from;
                int start = nfa.state();
                nfa.move(state, 0, start);
                state = start;
                while (at < pattern.length() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
                    state = repeated(state);
                }
                nfa.move(state, 0, to);
            } while (goesOn('|'));
        }

        private boolean goesOn(char c) {
            boolean there = at < pattern.length() && pattern.charAt(at) == c;
            at += there ? 1 : 0;
            return there;
        }

        private int repeated(int from) {
            int begin = at;
            int state = atom(from);
            int afterAtom = at;
            int least = 1;
            int most = 1;
            if (at < pattern.length() && pattern.charAt(at) == '?') {
                least = 0;
                at++;
            } else if (at < pattern.length() && pattern.charAt(at) == '{') {
                int close = pattern.indexOf('}', at);
                String[] counts = pattern.substring(at + 1, close).split(",", -1);
                least = Integer.parseInt(counts[0]);
                most = Integer.parseInt(counts[counts.length - 1]);
                at = close + 1;
            }
            int resume = at;
            int end = nfa.state();
            if (least == 0) {
                nfa.move(from, 0, end);
            }
            for (int n = 1; n < most; n++) {
                if (n >= least) {
                    nfa.move(state, 0, end);
                }
                at = begin;
                state = atom(state);
                if (at != afterAtom) {
                    throw new IllegalStateException(pattern);
                }
            }
            nfa.move(state, 0, end);
            at = resume;
            return end;
        }

        private int atom(int from) {
            int to = nfa.state();
            char c = pattern.charAt(at++);
            switch (c) {
                case '(' -> {
                    if (pattern.startsWith("?:", at)) {
                        at += 2;
                    }
                    alternatives(from, to);
                    at++;
                }
                case '[' -> nfa.move(from, set(), to);
                case '\\' -> {
                    at++;
                    nfa.move(from, (1 << DIGITS) - 1, to);
                }
                default -> {
                    if (!Chars.isDigit(c)) {
                        throw new IllegalStateException("not of a numbering plan: " + pattern);
                    }
                    nfa.move(from, 1 << (c - '0'), to);
                }
            }
            return to;
        }

        private int set() {
            int digits = 0;
            while (pattern.charAt(at) != ']') {
                char from = pattern.charAt(at++);
                if (from == '\\') {
                    at++;
                    digits |= (1 << DIGITS) - 1;
                    continue;
                }
                char to = from;
                if (pattern.charAt(at) == '-') {
                    to = pattern.charAt(at + 1);
                    at += 2;
                }
                for (char c = from; c <= to; c++) {
                    digits |= 1 << (c - '0');
                }
            }
            at++;
            return digits;
        }
    }
}
