package dev.headgate.plugin.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.plugin.redaction.detect.Finding;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Findings of two sources in one text. */
final class OverlapsTest {
    private static Finding own(int start, int end) {
        return new Finding("own", start, end, 1);
    }

    private static Finding other(int start, int end) {
        return new Finding("other", start, end, 1);
    }

    @Test
    void the_first_source_goes_before_and_the_second_covers_the_rest() {
        assertThat(Overlaps.join(
                        List.of(own(5, 10), own(20, 25)),
                        List.of(other(22, 30), other(0, 7), other(8, 9), other(26, 28))))
                .containsExactly(other(0, 5), own(5, 10), own(20, 25), other(25, 30));
        assertThat(Overlaps.join(List.of(own(5, 6)), List.of(other(0, 10), other(3, 12))))
                .containsExactly(other(0, 5), own(5, 6), other(6, 10), other(10, 12));
        assertThat(Overlaps.join(List.of(), List.of(other(3, 3), other(4, 2)))).isEmpty();
    }

    @Test
    void together_they_cover_what_each_covers_and_nothing_twice() {
        var random = new Random(3);
        for (int round = 0; round < 2_000; round++) {
            var first = new ArrayList<Finding>();
            for (int at = random.nextInt(5); at < 40; at += 1 + random.nextInt(12)) {
                int end = at + 1 + random.nextInt(6);
                first.add(own(at, end));
                at = end;
            }
            var second = new ArrayList<Finding>();
            for (int i = random.nextInt(6); i > 0; i--) {
                int start = random.nextInt(45);
                second.add(other(start, start + random.nextInt(15)));
            }
            var covered = new BitSet();
            first.forEach(f -> covered.set(f.start(), f.end()));
            second.forEach(f -> covered.set(f.start(), f.end()));
            var joined = new BitSet();
            int last = 0;
            for (Finding f : Overlaps.join(first, second)) {
                assertThat(f.start()).isGreaterThanOrEqualTo(last);
                last = f.end();
                joined.set(f.start(), f.end());
            }
            assertThat(joined).as("%s %s", first, second).isEqualTo(covered);
        }
    }
}
