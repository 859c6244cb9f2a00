package dev.headgate.plugin.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Principal;
import dev.headgate.api.Scope;
import dev.headgate.api.Tally;
import dev.headgate.plugin.redaction.detect.Detectors;
import dev.headgate.plugin.redaction.detect.Finding;
import dev.headgate.plugin.redaction.detect.Grammar;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Texts of what detectors look for, redacted on their way there and said back by the model, cut in every place. */
final class RoundTripTest {
    private static final Detectors DETECTORS = Detectors.builder()
            .detect("all")
            .pattern("own", "[a-z]+-[0-9]{3,}", false)
            .word("own-word", "the value", true)
            .build();

    private static Redactor redactor(Action answers) {
        return new Rules(
                        new Policy(Action.REPLACE, answers, List.of()),
                        DETECTORS,
                        "***",
                        Optional.empty(),
                        Numbering.REQUEST,
                        true,
                        false,
                        false,
                        Tally.NONE,
                        Tally.NONE)
                .redactor(new Principal("t", "k"));
    }

    private static String redacted(Redactor redactor, String text) {
        var out = new StringBuilder();
        int at = 0;
        for (Finding f : DETECTORS.find(text)) {
            String value = text.substring(f.start(), f.end());
            out.append(text, at, f.start())
                    .append(redactor.instead(Side.REQUEST, Scope.MESSAGE, f.kind(), value, value));
            at = f.end();
        }
        return out.append(text, at, text.length()).toString();
    }

    /** What a caller sees of an answer in pieces, each of which is seen to be of what the whole begins with. */
    private static String streamed(Redactor redactor, String answer, List<Integer> cuts, String whole) {
        AnswerLane lane = redactor.lane(Scope.MESSAGE);
        var out = new StringBuilder();
        int from = 0;
        for (int to : cuts) {
            out.append(lane.more(answer.substring(from, to)));
            assertThat(whole).as("cut at %s", cuts).startsWith(out.toString());
            from = to;
        }
        return out.append(lane.more(answer.substring(from))).append(lane.end()).toString();
    }

    private static void everywhere(long seed, Action answers, boolean same) {
        // A backslash before a placeholder is the placeholder's, so that texts with one come back without it.
        String text = Grammar.text(new Random(seed), 3).replace("\\", "|");
        Redactor redactor = redactor(answers);
        String answer = redacted(redactor, text);
        String whole = redactor.lane(Scope.MESSAGE).whole(answer);
        if (same) {
            assertThat(whole).isEqualTo(text);
        }
        for (int cut = 0; cut <= answer.length(); cut++) {
            assertThat(streamed(redactor, answer, List.of(cut), whole))
                    .as("cut at %d", cut)
                    .isEqualTo(whole);
        }
        int middle = answer.length() / 2;
        assertThat(streamed(redactor, answer, List.of(middle / 2, middle, middle + middle / 2), whole))
                .isEqualTo(whole);
    }

    @Property(tries = 40)
    void what_was_replaced_comes_back_wherever_the_answer_is_cut(@ForAll long seed) {
        everywhere(seed, Action.IGNORE, true);
    }

    @Property(tries = 40)
    void and_so_it_does_where_what_the_model_says_itself_is_masked(@ForAll long seed) {
        everywhere(seed, Action.MASK, false);
    }
}
