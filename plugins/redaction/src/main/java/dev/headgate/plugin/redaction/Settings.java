package dev.headgate.plugin.redaction;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Range;
import dev.headgate.api.settings.Secret;
import dev.headgate.plugin.redaction.Policy.Clause;
import dev.headgate.plugin.redaction.detect.Detectors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

@Describe("Takes personal data and secrets out of requests and answers, and puts them back where that is wanted.")
record Settings(
        @Describe("What is looked for: kinds, groups of them, pii, secrets, or all; pii and secrets when empty.")
        List<String> detect,

        @Describe("Kinds and groups that are not looked for after all.")
        List<String> except,

        @Describe("From which confidence on something counts as found.") @Default("0.5") @Range(min = "0", max = "1")
        double confidence,

        @Describe("The country in which telephone numbers without a country's code are dialled.")
        @Default("US")
        @Matches(value = "[A-Z]{2}", use = "two capital letters such as DE")
        String region,

        @Describe("What is done about what is found, unless a rule says otherwise.") @Default("replace")
        Action action,

        @Describe("What is done about it in answers; as in requests when absent.")
        Optional<Action> answers,

        @Describe("Rules for some kinds, some texts or one direction; the first that fits decides.")
        List<Rule> rules,

        @Describe(
                "Whether placeholders in answers become what they stand for, also where the model has changed them a little.")
        @Default("false")
        boolean restore,

        @Describe("How far the same value has the same placeholder; conversation needs a key.") @Default("request")
        Numbering placeholders,

        @Describe("A secret of at least 16 characters, for hashes and for placeholders of conversations.")
        Optional<Secret> key,

        @Describe("What stands in the place of what is masked.")
        @Default("***")
        @Matches(value = "[^\\x00-\\x1f]{1,32}", use = "1 to 32 characters without line breaks")
        String mask,

        @Describe("Whether metadata of requests, and whom they name as their user, are looked at too.")
        @Default("false")
        boolean metadata,

        @Describe("What becomes of a request with members that nobody knows how to look into.") @Default("forward")
        Unknown unknownContent,

        @Describe("Values that are left as they are, such as an address of the organisation's own.")
        List<String> allow,

        @Describe("Patterns in RE2's syntax of whole values that are left as they are.")
        List<String> allowMatching,

        @Describe("Patterns of one's own that are looked for as well.")
        List<NamedPattern> patterns,

        @Describe("Words of one's own that are looked for as well; 20,000 characters in all.")
        List<WordList> words,

        @Describe("A detector over HTTP that is asked about the texts of requests, and of answers if wished, too.")
        Optional<External> external) {
    private static final int MOST_PATTERNS = 100;
    private static final int MOST_OF_WORDS = 20_000;

    /** What becomes of content that nobody can look into. */
    enum Unknown {
        FORWARD,
        REFUSE
    }

    Settings {
        builder(detect, except, confidence, region, allow, allowMatching, patterns, words);
        clauses(rules, external, patterns, words);
        boolean keyed = placeholders == Numbering.CONVERSATION
                || action == Action.HASH
                || answers.filter(a -> a == Action.HASH).isPresent()
                || rules.stream().anyMatch(r -> r.action() == Action.HASH);
        if (keyed && key.isEmpty()) {
            throw new IllegalArgumentException(
                    "key: missing, and required for hash and for placeholders: conversation");
        }
        if (key.isPresent() && key.get().reveal().length() < 16) {
            throw new IllegalArgumentException("key: too short; use at least 16 characters");
        }
    }

    private static Detectors.Builder builder(
            List<String> detect,
            List<String> except,
            double confidence,
            String region,
            List<String> allow,
            List<String> allowMatching,
            List<NamedPattern> patterns,
            List<WordList> words) {
        Detectors.Builder builder = Detectors.builder().minimumConfidence(confidence);
        at("region", () -> builder.region(region));
        Kinds.named("detect", detect.isEmpty() ? List.of("pii", "secrets") : detect, name -> false)
                .forEach(builder::detect);
        Kinds.named("except", except, name -> false).forEach(builder::except);
        allow.forEach(builder::allow);
        for (int i = 0; i < allowMatching.size(); i++) {
            String pattern = allowMatching.get(i);
            at("allow-matching[" + i + "]", () -> builder.allowMatching(pattern));
        }
        Set<String> names = new HashSet<>();
        if (patterns.size() > MOST_PATTERNS) {
            throw new IllegalArgumentException("patterns: more than " + MOST_PATTERNS + "; join some with |");
        }
        for (int i = 0; i < patterns.size(); i++) {
            NamedPattern p = patterns.get(i);
            at("patterns[" + i + "].name", () -> isFree(p.name(), names));
            at("patterns[" + i + "].pattern", () -> builder.pattern(p.name(), p.pattern(), p.ignoreCase()));
        }
        int characters = 0;
        for (int i = 0; i < words.size(); i++) {
            WordList list = words.get(i);
            at("words[" + i + "].name", () -> isFree(list.name(), names));
            for (String word : list.words()) {
                at("words[" + list.name() + "]", () -> builder.word(list.name(), word, list.ignoreCase()));
                characters += word.length();
            }
        }
        if (characters > MOST_OF_WORDS) {
            throw new IllegalArgumentException("words: " + characters + " characters; use at most " + MOST_OF_WORDS);
        }
        return builder;
    }

    /** Says under which key something is wrong. */
    private static void at(String key, Runnable checked) {
        try {
            checked.run();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    private static void isFree(String name, Set<String> names) {
        if (Kinds.isTaken(name)) {
            throw new IllegalArgumentException("\"" + name + "\" is the name of what is found anyway; use another");
        }
        if (!names.add(name)) {
            throw new IllegalArgumentException("\"" + name + "\" is there twice; use another");
        }
    }

    /** What is looked for, compiled; made anew at each call. */
    Detectors detectors() {
        return builder(detect, except, confidence, region, allow, allowMatching, patterns, words)
                .build();
    }

    private static List<Clause> clauses(
            List<Rule> rules, Optional<External> external, List<NamedPattern> patterns, List<WordList> words) {
        Predicate<String> own = name -> patterns.stream().anyMatch(p -> p.name().equals(name))
                || words.stream().anyMatch(w -> w.name().equals(name));
        Predicate<String> asked = name -> external.filter(e -> e.finds(name)).isPresent();
        List<Clause> clauses = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            try {
                Rule rule = rules.get(i);
                clauses.add(rule.clause(own.or(asked)));
                if (external.filter(e -> e.answers() == External.Answers.OFF).isPresent()) {
                    rule.checkAnswers(asked.and(own.negate()));
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("rules[" + i + "]." + e.getMessage(), e);
            }
        }
        return clauses;
    }

    Policy policy() {
        return new Policy(action, answers.orElse(action), clauses(rules, external, patterns, words));
    }
}
