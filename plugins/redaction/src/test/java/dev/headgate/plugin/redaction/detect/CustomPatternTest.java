package dev.headgate.plugin.redaction.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Patterns and words of the settings, in whole texts and in pieces. */
final class CustomPatternTest {
    private static final List<String> PATTERNS = List.of(
            "EMP-[0-9]{2,6}|[A-F][0-9]{2}",
            "[a-z]+e",
            "\\b[0-9]{3,}\\b",
            "(?i)a[b-z]{0,3}[0-9-]{1,90}",
            "k.*z",
            "\\bgate[a-z]*",
            "[^a-y ]{1,40}",
            "(ab|c(d|e))+x?");

    private static List<String> found(Detectors detectors, String text) {
        return detectors.find(text).stream()
                .map(f -> f.kind() + " " + f.value(text))
                .toList();
    }

    private static Detectors pattern(String pattern) {
        return Detectors.builder().pattern("own", pattern, false).build();
    }

    @Property(tries = 100)
    void what_they_find_does_not_depend_on_where_a_text_is_cut(@ForAll long seed) {
        var random = new Random(seed);
        Detectors.Builder builder = Detectors.builder().detect(random.nextBoolean() ? "all" : "email");
        for (int i = 0; i < 3; i++) {
            builder.pattern("own-" + i, PATTERNS.get(random.nextInt(PATTERNS.size())), random.nextBoolean());
        }
        Detectors detectors = builder.word("word", "the value is", true)
                .word("word", "key", false)
                .build();
        String text = Grammar.text(random, 1 + random.nextInt(7));
        var cuts = new TreeSet<Integer>();
        if (random.nextInt(4) == 0) {
            IntStream.range(0, text.length()).forEach(cuts::add);
        }
        for (int n = random.nextInt(1 + text.length() / 3); n > 0; n--) {
            cuts.add(random.nextInt(text.length() + 1));
        }
        assertThat(Watched.cut(detectors, text, List.copyOf(cuts)))
                .as("cut at %s", cuts)
                .isEqualTo(Watched.whole(detectors, text));
    }

    @Test
    void a_pattern_is_found_wherever_it_stands_and_however_often() {
        String text = "see EMP-123456, ".repeat(40);
        assertThat(found(pattern("EMP-[0-9]{6}"), text)).hasSize(40).containsOnly("own EMP-123456");
    }

    @Test
    void a_match_longer_than_what_is_held_back_is_found_in_pieces_to_its_end() {
        String text = "a " + "7".repeat(500) + " b";
        assertThat(pattern("[0-9]+").find(text).stream()
                        .mapToInt(Finding::length)
                        .sum())
                .isEqualTo(500);
        assertThat(pattern("[0-9]{500}").find(text)).isEmpty();
    }

    @Test
    void a_bounded_pattern_lets_the_text_go_on_once_it_can_match_no_more() {
        var sink = new Watched();
        Watch watch = pattern("EMP-[0-9]{6}").watch();
        watch.more("nothing here to hold, E is not yet one; the rest goes on with words ", sink);
        assertThat(watch.held()).isLessThanOrEqualTo(11);
        watch.more("and EMP-123456 is one, which all may see", sink);
        watch.end(sink);
        assertThat(sink.told.toString()).contains("\u00abown 0.9 EMP-123456\u00bb");
    }

    @Test
    void words_are_found_by_themselves_and_not_inside_others() {
        Detectors words = Detectors.builder()
                .word("project", "Blue Heron", true)
                .word("project", "Otter", false)
                .build();
        assertThat(found(words, "blue heron and Otter, not Blue Herons, otter or Otters"))
                .containsExactly("project blue heron", "project Otter");
    }

    @Test
    void what_is_allowed_by_a_pattern_is_no_finding() {
        Detectors detectors = Detectors.builder()
                .detect("email")
                .allowMatching(".*@example\\.org")
                .build();
        assertThat(found(detectors, "ann@example.org bob@example.net ann@example.organic.net"))
                .containsExactly("email bob@example.net", "email ann@example.organic.net");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '\u0000', textBlock = """
        (a         ! not in RE2's syntax
        a(?=b)     ! not in RE2's syntax
        (a)\\1     ! not in RE2's syntax
        ^a         ! ^ asks where a text begins or ends
        a$         ! $ asks where a text begins or ends
        \\Aa       ! \\A asks where a text begins or ends
        a*         ! matches where there is nothing
        (a|b?)     ! matches where there is nothing
        """)
    void a_pattern_that_cannot_be_looked_for_is_refused_with_the_reason(String pattern, String reason) {
        assertThatIllegalArgumentException().isThrownBy(() -> pattern(pattern)).withMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '!', quoteCharacter = '\u0000', textBlock = """
        EMP-[0-9]{6}          ! E     ! 10
        (?:ab|cde){2,3}x?     ! ac    ! 10
        [^b]c                 ! a     ! 3
        (?i)a1                ! aA    ! 2
        \\bk+                 ! k     ! 2147483647
        [a-c\\d]{4}           ! a1    ! 4
        """)
    void what_a_match_begins_with_and_how_long_it_gets_is_known_beforehand(String pattern, String begins, int longest) {
        PatternShape shape = PatternShape.of(pattern, false);
        assertThat(shape.longest()).isEqualTo(longest);
        begins.chars().forEach(c -> assertThat(shape.first()[c]).as("%c", c).isTrue());
        assertThat(shape.first()['z']).isEqualTo(pattern.startsWith("[^"));
    }
}
