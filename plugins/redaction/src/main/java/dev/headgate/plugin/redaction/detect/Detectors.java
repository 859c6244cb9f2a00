package dev.headgate.plugin.redaction.detect;

import dev.headgate.plugin.redaction.detect.Candidates.Held;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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

    private Detectors(Builder builder) {
        this.triggers = builder.compile();
    }

    /** Begins a set in which nothing is looked for. */
    public static Builder builder() {
        return new Builder();
    }

    /** All that is found in a whole text, in order; no two overlap. */
    public List<Finding> find(String text) {
        List<Held> held = new Scan(triggers, text, true).over().held(0);
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
        private double minimum = 0.5;
        private String region = "US";

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
         */
        public Builder region(String country) {
            region = country;
            return this;
        }

        /** A value that is no finding, whatever it looks like. */
        public Builder allow(String value) {
            allowed.add(value);
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
            var to = new Triggers.Builder((int) Math.round(minimum * 100), allowed);
            if (kinds.contains(Kind.EMAIL)) {
                Email.register(to);
            }
            if (kinds.contains(Kind.PHONE)) {
                Phone.register(to, region);
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
