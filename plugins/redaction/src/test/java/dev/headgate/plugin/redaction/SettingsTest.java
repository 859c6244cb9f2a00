package dev.headgate.plugin.redaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.headgate.plugin.redaction.detect.Finding;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What of the settings is refused when they are read, and what patterns and words of one's own come to. */
final class SettingsTest {
    private final SettingsDraft draft = new SettingsDraft();

    private void refused(String message) {
        assertThatIllegalArgumentException().isThrownBy(draft::settings).withMessageContaining(message);
    }

    @Test
    void a_pattern_that_is_none_is_refused_by_its_place() {
        draft.patterns = List.of(
                new NamedPattern("employee", "E[0-9]{6}", false), new NamedPattern("order", "([0-9]{6}", false));
        refused("patterns[1].pattern: not in RE2's syntax: missing closing )");
    }

    @Test
    void a_name_that_is_taken_is_refused() {
        draft.patterns = List.of(new NamedPattern("email", "E[0-9]{6}", false));
        refused("patterns[0].name: \"email\" is the name of what is found anyway");
        draft.patterns = List.of(new NamedPattern("own", "E[0-9]{6}", false));
        draft.words = List.of(new WordList("own", List.of("x"), true));
        refused("words[0].name: \"own\" is there twice");
    }

    @Test
    void words_are_bounded() {
        draft.words = List.of(new WordList("own", List.of("x".repeat(97)), true));
        refused("words[own]: a word is 1 to 96 characters");
        draft.words = List.of(new WordList("own", java.util.Collections.nCopies(300, "y".repeat(90)), true));
        refused("words: 27000 characters; use at most 20000");
    }

    @Test
    void a_rule_about_what_nobody_looks_for_is_refused_and_one_about_ones_own_is_not() {
        draft.patterns = List.of(new NamedPattern("employee", "E[0-9]{6}", false));
        draft.ruled(new Rule(List.of("employee"), List.of(), List.of(), Action.BLOCK));
        assertThat(draft.settings().detectors().find("E123456"))
                .extracting(Finding::kind)
                .containsExactly("employee");
        draft.ruled(new Rule(List.of("employees"), List.of(), List.of(), Action.BLOCK));
        refused("rules[0].detect: no kind \"employees\"");
    }

    @Test
    void a_rule_about_answers_for_what_only_requests_are_looked_through_for_is_refused() {
        draft.external = Optional.of(new External(
                URI.create("http://127.0.0.1:5002"),
                "en",
                List.of("PERSON"),
                0.5,
                Duration.ofSeconds(1),
                External.OnError.FAIL,
                1,
                1000,
                External.Answers.OFF));
        draft.ruled(new Rule(List.of("person"), List.of(), List.of(Side.REQUEST), Action.BLOCK));
        assertThat(draft.settings().rules()).hasSize(1);
        draft.ruled(new Rule(List.of("person"), List.of(), List.of(Side.ANSWER), Action.BLOCK));
        refused("rules[0].in: the external detector, which is to find \"person\", is not asked about answers");
    }

    @Test
    void a_country_that_does_not_exist_is_refused() {
        draft.region = "XX";
        refused("region: no region \"XX\"; use a country's two letters");
    }
}
