package dev.headgate.plugin.redaction;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Range;
import dev.headgate.plugin.redaction.external.Analyzer;
import dev.headgate.plugin.redaction.external.Question;
import java.net.URI;
import java.time.Duration;
import java.util.List;

@Describe("Presidio's analyzer, or what speaks like it.")
record External(
        @Describe("Where it is; /analyze is added.") URI url,

        @Describe("The language of the texts.") @Default("en") @Matches(value = "[a-z]{2,3}", use = "a code such as en")
        String language,

        @Describe("The entities it looks for; all it knows when empty.")
        @Matches(value = "[A-Z][A-Z0-9_]{0,31}", use = "a name such as PERSON")
        List<String> entities,

        @Describe("The score below which nothing counts as found.") @Default("0.5") @Range(min = "0", max = "1")
        double score,

        @Describe(
                "How long it may take for all texts of a request, or for one of an answer; less than the filter's own time-limit.")
        @Default("2s")
        @Range(min = "10ms", max = "1m")
        Duration timeLimit,

        @Describe(
                "What becomes of a request or an answer when it does not answer: refused, or looked through without it.")
        @Default("fail")
        OnError onError,

        @Describe("How many texts it is asked about at a time.") @Default("8") @Range(min = "1", max = "256")
        int concurrency,

        @Describe("The longest text it is asked about, in characters; a longer one counts as not answered.")
        @Default("100000")
        @Range(min = "1000", max = "10000000")
        int longestText,

        @Describe(
                "Which answers it is asked about: none (off); whole ones, with streams looked through without it (whole);"
                        + " or all that are given, with requests for a stream refused (only-whole).")
        @Default("off")
        Answers answers) {
    /** Which answers it is asked about. */
    enum Answers {
        OFF,
        WHOLE,
        ONLY_WHOLE
    }

    /** What a failure of it comes to. */
    enum OnError {
        FAIL,
        SKIP
    }

    /** Whether things of this kind are among what it finds. */
    boolean finds(String kind) {
        return entities.isEmpty()
                ? kind.matches("[a-z][a-z0-9-]{0,31}")
                : entities.stream().anyMatch(e -> Question.kind(e).equals(kind));
    }

    Question question() {
        return new Question(language, entities, score);
    }

    Analyzer.Limits limits() {
        return new Analyzer.Limits(timeLimit, concurrency, longestText, onError == OnError.SKIP);
    }
}
