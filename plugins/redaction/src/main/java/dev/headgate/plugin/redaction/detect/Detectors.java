package dev.headgate.plugin.redaction.detect;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.headgate.plugin.redaction.detect.Candidates.Held;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What is looked for in texts, compiled: immutable, to be used by many threads at once. The time a search takes grows with
 * the length of the text alone.
 *
 * <p>What is found at a place depends on at most {@value Scan#LOOK_BEHIND} characters before it and on few after it, and
 * so the findings in a stream are those in the whole text, however it is cut: see {@link #watch()}.
 */
public final class Detectors {
    /** The most characters of a stream that are ever held back. */
    public static final int MOST_HELD = 256;

    private final Triggers triggers;

    private final Optional<Numbering> numbering;

    private Detectors(Builder builder) {
        this.triggers = builder.compile();
        this.numbering = Optional.of(builder.numbering).filter(n -> builder.kinds.contains(Kind.PHONE));
    }

    /**
     * Reads what is otherwise read when it is first needed, which takes some tenths of a second; may block, and may be called
     * by several threads.
     */
    public void prepare() {
        numbering.ifPresent(Numbering::prepare);
    }

    /** Whether that has been done, so that no search waits for it. */
    public boolean isPrepared() {
        return numbering.map(Numbering::isPrepared).orElse(true);
    }

    /** Begins a set in which nothing is looked for. */
    public static Builder builder() {
        return new Builder();
    }

    /** All that is found in a whole text, in order; no two overlap. */
    public List<Finding> find(String text) {
        List<Held> held = new Scan(triggers, text, 0, true).over().held(0);
        if (held.isEmpty()) {
            return List.of();
        }
        var findings = new ArrayList<Finding>(held.size());
        for (Held h : held) {
            findings.add(new Finding(h.kind(), h.start(), h.end(), h.confidence() / 100.0));
        }
        return findings;
    }

    /** Looks through a text that comes piece by piece. */
    public Watch watch() {
        return new Watch(triggers);
    }

    /** Collects what is to be looked for. */
    public static final class Builder {
        private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        private final Set<String> allowed = new LinkedHashSet<>();
        private final List<Pattern> allowedPatterns = new ArrayList<>();
        private final List<CustomPattern> patterns = new ArrayList<>();
        private final List<Consumer<Triggers.Builder>> further = new ArrayList<>();
        private double minimum = 0.5;
        private Numbering numbering = Numbering.of("US");

        private Builder() {}

        /**
         * Looks for a kind, a group of kinds, or {@code all}.
         *
         * @throws IllegalArgumentException when nothing is called so
         */
        public Builder detect(String name) {
            kinds.addAll(Kind.named(name));
            return this;
        }

        /** Leaves out a kind or a group. */
        public Builder except(String name) {
            kinds.removeAll(Kind.named(name));
            return this;
        }

        /**
         * The country in which telephone numbers without a country's code are dialled, by its two letters; US unless said
         * otherwise.
         *
         * @throws IllegalArgumentException when there is no such country
         */
        public Builder region(String country) {
            numbering = Numbering.of(country);
            return this;
        }

        /** A value that is no finding, whatever it looks like. */
        public Builder allow(String value) {
            allowed.add(value);
            return this;
        }

        /**
         * Values that are no findings, whatever they look like.
         *
         * @param pattern in RE2's syntax, of the whole value
         * @throws IllegalArgumentException when it is no pattern
         */
        public Builder allowMatching(String pattern) {
            try {
                allowedPatterns.add(Pattern.compile(pattern));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("not in RE2's syntax: " + e.getMessage(), e);
            }
            return this;
        }

        /**
         * Looks for a pattern of one's own. What it matches beyond {@value Finding#LONGEST} characters, or beyond 64 where
         * it has no bound, is found in several pieces.
         *
         * @param kind what its findings are called
         * @param pattern in RE2's syntax, without anchors of the text
         * @throws IllegalArgumentException when it is no such pattern
         */
        public Builder pattern(String kind, String pattern, boolean ignoreCase) {
            patterns.add(CustomPattern.of(kind, pattern, ignoreCase));
            return this;
        }

        /**
         * Looks for a word, or for several with blanks between them, that no longer word holds.
         *
         * @param kind what its findings are called
         * @param word up to {@value CustomWord#LONGEST} characters
         */
        public Builder word(String kind, String word, boolean ignoreCase) {
            return with(new CustomWord(kind, word, ignoreCase)::register);
        }

        /** Looks for what a detector registers. */
        Builder with(Consumer<Triggers.Builder> detector) {
            further.add(detector);
            return this;
        }

        /** Below which confidence nothing counts as found; 0.5 unless said otherwise. */
        public Builder minimumConfidence(double confidence) {
            if (!(confidence >= 0 && confidence <= 1)) {
                throw new IllegalArgumentException("confidence: " + confidence + " is not between 0 and 1");
            }
            minimum = confidence;
            return this;
        }

        /** The set. */
        public Detectors build() {
            return new Detectors(this);
        }

        private Triggers compile() {
            var to = new Triggers.Builder((int) Math.round(minimum * 100), allowed, allowedPatterns, patterns);
            further.forEach(detector -> detector.accept(to));
            if (kinds.contains(Kind.EMAIL)) {
                Email.register(to);
            }
            if (kinds.contains(Kind.PHONE)) {
                Phone.register(to, numbering);
            }
            if (kinds.contains(Kind.IBAN)) {
                Iban.register(to);
            }
            NationalId.register(to, kinds);
            LetteredIds.register(to, kinds);
            Documents.register(to, kinds);
            if (kinds.contains(Kind.DATE_OF_BIRTH)) {
                BirthDate.register(to);
            }
            if (kinds.contains(Kind.POSTAL_ADDRESS)) {
                PostalAddress.register(to);
            }
            if (kinds.contains(Kind.MAC)) {
                Mac.register(to);
            }
            if (kinds.contains(Kind.URL)) {
                Url.register(to);
            }
            Tokens.register(to, kinds);
            if (kinds.contains(Kind.URL_CREDENTIALS) || kinds.contains(Kind.CONNECTION_STRING)) {
                UrlCredentials.register(to, kinds);
            }
            if (kinds.contains(Kind.PRIVATE_KEY)) {
                PrivateKey.register(to);
            }
            if (kinds.contains(Kind.JWT)) {
                Jwt.register(to);
            }
            if (kinds.contains(Kind.AUTHORIZATION)) {
                Authorization.register(to);
            }
            if (kinds.contains(Kind.ASSIGNED_SECRET)) {
                Assignment.register(to);
                Arguments.register(to);
            }
            if (kinds.contains(Kind.CARD)) {
                Card.register(to);
            }
            if (kinds.contains(Kind.IP)) {
                Ip.register(to);
            }
            return to.build();
        }
    }
}
