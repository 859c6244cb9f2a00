package dev.headgate.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.StreamRewriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class ArgumentsRewriterTest {
    private static final String ARGUMENTS = """
            { "path": "a\\\\b\\u0041\\ud83d\\ude00", "n": 4111111111111111, "list": ["x \\"secret\\"", true, null, ["secret"]],
              "secret": {"deep": "no\\nsecret here", "empty": ""} }""";

    private final List<String> seen = new ArrayList<>();

    /** Holds back what could become the word, and says it aloud. */
    private final class Shouting implements StreamRewriter {
        private final StringBuilder held = new StringBuilder();
        private final StringBuilder all = new StringBuilder();

        @Override
        public String more(String text) {
            all.append(text);
            String now = held.append(text).toString().replace("secret", "\"SECRET\"\\");
            held.setLength(0);
            int keep = 5;
            while (keep > 0
                    && !("secret".startsWith(now.substring(Math.max(0, now.length() - keep)))
                            && now.length() >= keep)) {
                keep--;
            }
            held.append(now.substring(now.length() - keep));
            return now.substring(0, now.length() - keep);
        }

        @Override
        public String end() {
            seen.add(all.toString());
            return held.toString();
        }
    }

    private static String run(StreamRewriter rewriter, List<String> pieces) {
        var out = new StringBuilder();
        pieces.forEach(p -> out.append(rewriter.more(p)));
        return out.append(rewriter.end()).toString();
    }

    private static StreamRewriter unchanged() {
        return new StreamRewriter() {
            @Override
            public String more(String text) {
                return text;
            }

            @Override
            public String end() {
                return "";
            }
        };
    }

    @Test
    void each_string_value_is_a_text_and_the_json_stays_json_wherever_it_is_cut() {
        String expected = ARGUMENTS
                .replace("no\\nsecret", "no\\n\\\"SECRET\\\"\\\\")
                .replace("[\"secret\"]", "[\"\\\"SECRET\\\"\\\\\"]")
                .replace("\\\"secret\\\"", "\\\"\\\"SECRET\\\"\\\\\\\"");
        for (int i = 0; i <= ARGUMENTS.length(); i++) {
            for (int j = i; j <= ARGUMENTS.length(); j += 7) {
                seen.clear();
                String out = run(
                        new ArgumentsRewriter(Shouting::new),
                        List.of(ARGUMENTS.substring(0, i), ARGUMENTS.substring(i, j), ARGUMENTS.substring(j)));
                assertThat(JsonMapper.shared().readTree(out))
                        .isEqualTo(JsonMapper.shared().readTree(expected));
                assertThat(seen).containsExactly("a\\bA\uD83D\uDE00", "x \"secret\"", "secret", "no\nsecret here");
            }
        }
    }

    @Test
    void what_nobody_changes_keeps_its_very_characters_wherever_it_is_cut() {
        for (int i = 0; i <= ARGUMENTS.length(); i++) {
            var pieces = List.of(ARGUMENTS.substring(0, i), ARGUMENTS.substring(i));
            assertThat(run(new ArgumentsRewriter(ArgumentsRewriterTest::unchanged), pieces))
                    .isEqualTo(ARGUMENTS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain words with a secret", "  secret\\n", "secret", "<a secret=\"1\">"})
    void arguments_that_are_no_json_are_one_text(String text) {
        for (int i = 0; i <= text.length(); i++) {
            seen.clear();
            String out = run(new ArgumentsRewriter(Shouting::new), List.of(text.substring(0, i), text.substring(i)));
            assertThat(out).isEqualTo(text.replace("secret", "\"SECRET\"\\"));
            assertThat(seen).containsExactly(text.stripLeading());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{}",
                "{\"a\":\"b",
                "{\"a\":\"\\u00",
                "[[[[\"\\q\\",
                "}}}}]]",
                "{\"a\":1,,,\"b\"}",
                "\"\\uZZZZ\""
            })
    void broken_arguments_pass_as_they_are(String text) {
        for (int i = 0; i <= text.length(); i++) {
            assertThat(run(
                            new ArgumentsRewriter(ArgumentsRewriterTest::unchanged),
                            List.of(text.substring(0, i), text.substring(i))))
                    .isEqualTo(text);
        }
    }
}
