package dev.headgate.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.wire.SseLog.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Random streams, cut anywhere. */
class SseParserPropertyTest {
    private static final String[] ENDS = {"\n", "\r", "\r\n"};
    private static final String[] TEXTS = {
        "", "x", "[DONE]", "{\"a\":\"\u00e9\uD83D\uDE00\"}", " padded ", "a: b", "data: no"
    };
    private static final String[] NOISE = {
        ": comment", ":", "id: 1", "retry: 10", "unknown", "dat: a", "datax", "events: b"
    };

    @Property(tries = 300)
    void gives_the_same_events_wherever_it_is_cut(@ForAll long seed) {
        Random random = new Random(seed);
        List<Seen> expected = new ArrayList<>();
        byte[] stream = stream(random, expected);
        check(SseLog.of(stream), expected, stream);
        for (int cut = 0; cut <= stream.length; cut++) {
            check(SseLog.of(stream, cut), expected, stream);
        }
        for (int size = 1; size < 8; size++) {
            check(SseLog.chunked(stream, size), expected, stream);
        }
        check(SseLog.of(stream, random.ints(5, 0, stream.length + 1).sorted().toArray()), expected, stream);
    }

    private static void check(SseLog log, List<Seen> expected, byte[] stream) {
        assertThat(log.events).isEqualTo(expected);
        assertThat(log.raw.toByteArray()).isEqualTo(stream);
    }

    private static byte[] stream(Random random, List<Seen> expected) {
        Lines out = new Lines(random);
        out.text.append(random.nextInt(4) == 0 ? "\uFEFF" : "");
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            event(out, expected);
        }
        return out.text.toString().getBytes(UTF_8);
    }

    private static void event(Lines out, List<Seen> expected) {
        Random random = out.random;
        String name = random.nextBoolean() ? "" : "name" + random.nextInt(3);
        List<String> data = new ArrayList<>();
        out.noise();
        if (!name.isEmpty()) {
            out.line("event:" + (random.nextBoolean() ? " " : "") + name);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            out.noise();
            String text = TEXTS[random.nextInt(TEXTS.length)];
            boolean bare = random.nextBoolean() && !text.startsWith(" ");
            out.line(text.isEmpty() && bare ? "data" : bare ? "data:" + text : "data: " + text);
            data.add(text);
        }
        out.noise();
        out.line("");
        if (!data.isEmpty()) {
            expected.add(new Seen(name, String.join("\n", data), true));
        }
    }

    private static final class Lines {
        private final Random random;
        private final StringBuilder text = new StringBuilder();

        private Lines(Random random) {
            this.random = random;
        }

        private void line(String line) {
            // A CR before a line that is empty and ends in LF would be one line end, not two.
            boolean merges = line.isEmpty() && !text.isEmpty() && text.charAt(text.length() - 1) == '\r';
            text.append(line).append(merges ? ENDS[1] : ENDS[random.nextInt(3)]);
        }

        private void noise() {
            if (random.nextInt(3) == 0) {
                line(NOISE[random.nextInt(NOISE.length)]);
            }
        }
    }
}
