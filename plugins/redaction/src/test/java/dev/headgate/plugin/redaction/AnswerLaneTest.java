package dev.headgate.plugin.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.GatewayException;
import dev.headgate.api.Principal;
import dev.headgate.api.Scope;
import dev.headgate.api.Tally;
import dev.headgate.plugin.redaction.detect.Detectors;
import dev.headgate.plugin.redaction.detect.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Streamed answers, cut in every place: what comes out is what comes of the whole, and nothing of it too early. */
final class AnswerLaneTest {
    private static final Detectors DETECTORS = Detectors.builder().detect("all").build();
    private static final List<String> ORIGINALS =
            List.of("ann@example.org", "4111 1111 1111 1111", "bo.b+c@mail.example.com", "Zoë \"Z\" <z@example.net>");

    private static Rules rules(Action answers, boolean restore) {
        return new Rules(
                new Policy(Action.REPLACE, answers, List.of()),
                DETECTORS,
                "***",
                Optional.empty(),
                Numbering.REQUEST,
                restore,
                false,
                false,
                Tally.NONE,
                Tally.NONE);
    }

    /** Of a request in which the originals stood. */
    private static Redactor redactor(Action answers, boolean restore) {
        Redactor redactor = rules(answers, restore).redactor(new Principal("t", "k"));
        for (String original : ORIGINALS) {
            redactor.instead(Side.REQUEST, Scope.MESSAGE, "email", original, original);
        }
        return redactor;
    }

    private static String streamed(Redactor redactor, List<String> pieces) {
        AnswerLane lane = redactor.lane(Scope.MESSAGE);
        var out = new StringBuilder();
        pieces.forEach(p -> out.append(lane.more(p)));
        return out.append(lane.end()).toString();
    }

    private static List<String> cut(String text, Random random, int longest) {
        var pieces = new ArrayList<String>();
        for (int at = 0; at < text.length(); ) {
            int next = Math.min(text.length(), at + 1 + random.nextInt(longest));
            pieces.add(text.substring(at, next));
            at = next;
        }
        return pieces;
    }

    private static final String SAID =
            "Dear **<email_1>**, see `<EMAIL_2>`, \"<EMAIL_3>\" (&lt;EMAIL_1&gt;) \\<EMAIL\\_1\\>"
                    + " [mail](mailto:%3CEMAIL_3%3E) {\"to\":\"\\u003cEMAIL_4\\u003e\"} or new@example.com, 5500 0055 5555 5559,"
                    + " not <EMAIL_5> nor <EMAIL_11> or <EMAIL_1. \uD83D\uDE00 \uDBBF\uDFFD <b>x</b> a<b && 50% \\n <EMAIL_";

    private static final String RESTORED =
            "Dear **ann@example.org**, see `4111 1111 1111 1111`, \"bo.b+c@mail.example.com\""
                    + " (ann@example.org) ann@example.org"
                    + " [mail](mailto:bo.b+c@mail.example.com) {\"to\":\"Zoë \\\"Z\\\" <z@example.net>\"} or new@example.com,"
                    + " 5500 0055 5555 5559, not <EMAIL_5> nor <EMAIL_11> or <EMAIL_1. \uD83D\uDE00 \uDBBF\uDFFD <b>x</b> a<b && 50%"
                    + " \\n <EMAIL_";

    private static final String MASKED =
            RESTORED.replace("new@example.com", "***").replace("5500 0055 5555 5559", "***");

    @Test
    void placeholders_become_what_they_stand_for_wherever_the_stream_is_cut() {
        wherever_it_is_cut(Action.IGNORE, RESTORED);
    }

    @Test
    void what_is_restored_is_not_found_again_and_what_the_model_says_itself_is() {
        wherever_it_is_cut(Action.MASK, MASKED);
    }

    private static void wherever_it_is_cut(Action answers, String expected) {
        assertThat(redactor(answers, true).lane(Scope.MESSAGE).whole(SAID)).isEqualTo(expected);
        for (int i = 0; i <= SAID.length(); i++) {
            assertThat(streamed(redactor(answers, true), List.of(SAID.substring(0, i), SAID.substring(i))))
                    .as("cut at %d", i)
                    .isEqualTo(expected);
        }
        var single = new ArrayList<String>();
        SAID.chars().forEach(c -> single.add(String.valueOf((char) c)));
        assertThat(streamed(redactor(answers, true), single)).isEqualTo(expected);
        var random = new Random(5);
        for (int round = 0; round < 500; round++) {
            List<String> pieces = cut(SAID, random, 1 + random.nextInt(30));
            assertThat(streamed(redactor(answers, true), pieces))
                    .as("%s", pieces)
                    .isEqualTo(expected);
        }
    }

    @Test
    void random_texts_come_out_as_the_whole_does_with_nothing_of_a_finding_early() {
        var random = new Random(11);
        String[] words = {
            "<EMAIL_1>",
            "&lt;email_2&gt;",
            "ann@example.org",
            "a@b.example.com",
            "4111 1111 1111 1111",
            "192.168.7.12",
            "the ",
            " ",
            "<",
            ">",
            "\\",
            "&",
            "%3C",
            "EMAIL_",
            "_1",
            ".",
            "x",
            "@",
            "\uD83D\uDE00",
            "\n",
            "4",
            "-",
            "\uDB80"
        };
        for (int round = 0; round < 3_000; round++) {
            var text = new StringBuilder();
            for (int i = random.nextInt(14); i >= 0; i--) {
                text.append(words[random.nextInt(words.length)]);
            }
            List<String> pieces = cut(text.toString(), random, 1 + random.nextInt(9));
            String whole = redactor(Action.MASK, true).lane(Scope.MESSAGE).whole(text.toString());
            assertThat(streamed(redactor(Action.MASK, true), pieces))
                    .as("%s", pieces)
                    .isEqualTo(whole);
            nothing_early(pieces, whole);
        }
    }

    /** What has been given out at any time is how the whole begins: nothing of a finding has to be taken back. */
    private static void nothing_early(List<String> pieces, String whole) {
        AnswerLane lane = redactor(Action.MASK, true).lane(Scope.MESSAGE);
        var out = new StringBuilder();
        for (String piece : pieces) {
            out.append(lane.more(piece));
            assertThat(whole).as("%s", pieces).startsWith(out.toString());
        }
    }

    @Test
    void without_placeholders_to_restore_the_answer_is_what_the_findings_of_the_whole_leave() {
        String text = "to a@example.com or a@example.com and 4111 1111 1111 1111; <EMAIL_1> stays";
        var expected = new StringBuilder(text);
        for (Finding f : DETECTORS.find(text).reversed()) {
            expected.replace(f.start(), f.end(), "***");
        }
        assertThat(expected).contains("***").contains("<EMAIL_1> stays").doesNotContain("@");
        assertThat(streamed(redactor(Action.MASK, false), cut(text, new Random(1), 3)))
                .isEqualTo(expected.toString());
    }

    @Test
    void what_the_model_says_itself_gets_placeholders_of_its_own() {
        assertThat(redactor(Action.REPLACE, true)
                        .lane(Scope.MESSAGE)
                        .whole("<EMAIL_1>, new@example.com, new@example.com"))
                .isEqualTo("ann@example.org, <EMAIL_5>, <EMAIL_5>");
    }

    @Test
    void a_blocked_finding_ends_the_stream_with_nothing_of_it_given_out() {
        String text = "all is well, and then: secret@example.com follows";
        for (int size = 1; size < 12; size++) {
            AnswerLane lane = redactor(Action.BLOCK, true).lane(Scope.MESSAGE);
            var out = new StringBuilder();
            Optional<GatewayException> refused = Optional.empty();
            try {
                for (int at = 0; at < text.length(); at += size) {
                    out.append(lane.more(text.substring(at, Math.min(text.length(), at + size))));
                }
                lane.end();
            } catch (GatewayException e) {
                refused = Optional.of(e);
            }
            assertThat(refused).isPresent();
            assertThat(refused.get().failure().message()).contains("email").doesNotContain("secret@");
            assertThat("all is well, and then: ").startsWith(out.toString());
        }
    }

    @Test
    void little_is_held_back() {
        AnswerLane lane = redactor(Action.MASK, true).lane(Scope.MESSAGE);
        int in = 0;
        int out = 0;
        String text =
                "Plain prose with <b>tags</b> & such, a_long_word here and \\there\\; 12 or 4111 of them. ".repeat(20);
        for (int i = 0; i < text.length(); i++) {
            in++;
            out += lane.more(text.substring(i, i + 1)).length();
            assertThat(in - out).isLessThanOrEqualTo(Detectors.MOST_HELD);
        }
        AnswerLane open = redactor(Action.MASK, true).lane(Scope.MESSAGE);
        in = out = 0;
        for (int i = 0; i < 2_000; i++) {
            in++;
            out += open.more("a").length();
            assertThat(in - out).isLessThanOrEqualTo(Detectors.MOST_HELD);
        }
    }
}
