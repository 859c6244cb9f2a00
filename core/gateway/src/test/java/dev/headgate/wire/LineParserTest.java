package dev.headgate.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineParserTest {
    private static final byte[] TEXT = "one\r\n\n  \ntwo ✓\n\tthree".getBytes(StandardCharsets.UTF_8);

    private static List<String> lines(int first) {
        List<String> lines = new ArrayList<>();
        var parser = new LineParser(100);
        LineParser.Sink sink = (b, from, to) -> lines.add(new String(b, from, to - from, StandardCharsets.UTF_8));
        assertThat(parser.feed(TEXT, 0, first, sink)).isTrue();
        assertThat(parser.feed(TEXT, first, TEXT.length, sink)).isTrue();
        parser.end(sink);
        return lines;
    }

    @Test
    void lines_are_the_same_wherever_they_are_cut() {
        for (int i = 0; i <= TEXT.length; i++) {
            assertThat(lines(i)).as("cut at " + i).containsExactly("one", "two ✓", "three");
        }
    }

    @Test
    void a_line_that_grows_too_long_is_given_up() {
        var parser = new LineParser(3);
        assertThat(parser.feed("abc".getBytes(StandardCharsets.US_ASCII), 0, 3, (b, from, to) -> {}))
                .isTrue();
        assertThat(parser.feed("d".getBytes(StandardCharsets.US_ASCII), 0, 1, (b, from, to) -> {}))
                .isFalse();
    }
}
