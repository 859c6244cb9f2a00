package dev.headgate.plugin.redaction.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class StreamedFindingsTest {
    private static final Detectors ALL =
            Detectors.builder().detect("all").minimumConfidence(0.2).build();

    @Property(tries = 400)
    void what_is_found_does_not_depend_on_where_a_text_is_cut(@ForAll long seed) {
        var random = new Random(seed);
        String text = Grammar.text(random, 1 + random.nextInt(9));
        var cuts = new TreeSet<Integer>();
        for (int n = random.nextInt(1 + text.length() / 3); n > 0; n--) {
            cuts.add(random.nextInt(text.length() + 1));
        }
        assertThat(Watched.cut(ALL, text, List.copyOf(cuts)))
                .as("cut at %s", cuts)
                .isEqualTo(Watched.whole(ALL, text));
    }

    @Property(tries = 60)
    void what_is_found_is_the_same_character_by_character(@ForAll long seed) {
        String text = Grammar.text(new Random(seed), 5);
        assertThat(Watched.cut(
                        ALL, text, IntStream.range(0, text.length()).boxed().toList()))
                .isEqualTo(Watched.whole(ALL, text));
    }

    @Test
    void each_value_is_found_whole_for_every_cut() {
        boolean everything = Boolean.getBoolean("headgate.long");
        for (String value : Grammar.values()) {
            String text = "See " + value + " there.";
            String whole = Watched.whole(ALL, text);
            for (int cut = 0; cut <= text.length(); cut += everything ? 1 : 3) {
                assertThat(Watched.cut(ALL, text, List.of(cut)))
                        .as("cut at %d", cut)
                        .isEqualTo(whole);
            }
        }
    }
}
