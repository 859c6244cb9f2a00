package dev.headgate.plugin.redaction.detect;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a pass over a text looks for: literals, which call what looks around them, and the beginnings of numbers. */
final class Triggers {
    /** Looks around a literal that a text holds. */
    @FunctionalInterface
    interface AtLiteral {
        void met(Scan scan, int start, int end);
    }

    /** Looks at the groups of digits that begin at a place. */
    @FunctionalInterface
    interface AtNumber {
        void met(Scan scan, Digits digits);
    }

    private record Literal(boolean wordStart, boolean wordEnd, AtLiteral then) {}

    private final Literals literals;
    private final Literal[][] then;
    private final AtNumber[] atNumber;
    private final int minimum;
    private final Set<String> allowed;
    private final List<Pattern> allowedPatterns;
    private final List<CustomPattern> patterns;
    private final int contexts;

    private Triggers(Builder b) {
        literals = new Literals(List.copyOf(b.literals.keySet()));
        then = b.literals.values().stream().map(l -> l.toArray(Literal[]::new)).toArray(Literal[][]::new);
        atNumber = b.atNumber.toArray(AtNumber[]::new);
        minimum = b.minimum;
        allowed = Set.copyOf(b.allowed);
        allowedPatterns = List.copyOf(b.allowedPatterns);
        patterns = List.copyOf(b.patterns);
        contexts = b.contexts.size();
    }

    Literals literals() {
        return literals;
    }

    List<CustomPattern> patterns() {
        return patterns;
    }

    /** How far before its beginning a candidate looks. */
    int lookBehind() {
        return patterns.isEmpty() ? Scan.LOOK_BEHIND : Scan.LOOK_BEHIND + CustomPattern.BLOCK;
    }

    int contexts() {
        return contexts;
    }

    boolean anyNumbers() {
        return atNumber.length > 0;
    }

    void met(Scan scan, int literal, int start, int end) {
        for (Literal l : then[literal]) {
            if ((!l.wordStart || !Chars.isAlnum(scan.at(start - 1))) && (!l.wordEnd || !Chars.isAlnum(scan.at(end)))) {
                l.then.met(scan, start, end);
            }
        }
    }

    void number(Scan scan, int start) {
        Digits digits = scan.digits.at(start);
        for (AtNumber n : atNumber) {
            n.met(scan, digits);
        }
    }

    boolean wants(int confidence) {
        return confidence >= minimum;
    }

    boolean wants(String text, String kind, int start, int end, int confidence) {
        return confidence >= minimum && (end - start > Finding.LONGEST || !isAllowed(text, start, end));
    }

    private boolean isAllowed(String text, int start, int end) {
        if (allowed.isEmpty() && allowedPatterns.isEmpty()) {
            return false;
        }
        String value = text.substring(start, end);
        return allowed.contains(value) || allowedPatterns.stream().anyMatch(p -> p.matches(value));
    }

    /** Collects what detectors look for. */
    static final class Builder {
        private final Map<String, List<Literal>> literals = new LinkedHashMap<>();
        private final Map<Context, Integer> contexts = new HashMap<>();
        private final List<AtNumber> atNumber = new ArrayList<>();
        private final Set<String> allowed;
        private final List<Pattern> allowedPatterns;
        private final List<CustomPattern> patterns;
        private final int minimum;

        Builder(int minimum, Set<String> allowed, List<Pattern> allowedPatterns, List<CustomPattern> patterns) {
            this.minimum = minimum;
            this.allowed = allowed;
            this.allowedPatterns = allowedPatterns;
            this.patterns = patterns;
        }

        /** Looks around a literal wherever it stands, in whatever case. */
        Builder literal(String literal, AtLiteral then) {
            return literal(literal, false, false, then);
        }

        /** Looks around a literal that does not continue a word. */
        Builder prefix(String literal, AtLiteral then) {
            return literal(literal, true, false, then);
        }

        private Builder literal(String literal, boolean wordStart, boolean wordEnd, AtLiteral then) {
            if (literal.length() > (wordEnd ? Scan.LOOK_BEHIND - Scan.CONTEXT_REACH : Scan.LOOK_BEHIND)) {
                throw new IllegalArgumentException("literal longer than what is looked back at: " + literal);
            }
            literals.computeIfAbsent(literal, l -> new ArrayList<>()).add(new Literal(wordStart, wordEnd, then));
            return this;
        }

        /** The number of a context, by which a scan tells whether one of its words stands before a place. */
        int context(Context context) {
            Integer known = contexts.get(context);
            if (known != null) {
                return known;
            }
            int number = contexts.size();
            contexts.put(context, number);
            for (String word : context.words()) {
                literal(word, true, true, (scan, start, end) -> scan.contextMet(number, end));
            }
            return number;
        }

        Builder number(AtNumber then) {
            atNumber.add(then);
            return this;
        }

        Triggers build() {
            return new Triggers(this);
        }
    }
}
