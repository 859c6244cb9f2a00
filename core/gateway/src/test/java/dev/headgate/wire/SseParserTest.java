package dev.headgate.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.wire.SseLog.Seen;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SseParserTest {
    @Test
    void reads_names_data_and_nothing_else() {
        SseLog log = log("\uFEFF" + """
                : hi

                event: a
                id: 7
                data: one
                : between
                retry: 5
                data:  two
                data

                event: lonely

                event
                data:three

                """);
        assertThat(log.events).containsExactly(new Seen("a", "one\n two\n", true), new Seen("", "three", true));
        assertThat(log.fillers).containsExactly("\uFEFF: hi\n", "\n", "event: lonely\n\n");
    }

    @Test
    void reads_any_line_end() {
        for (String end : new String[] {"\n", "\r", "\r\n"}) {
            assertThat(log("data: x" + end + end + "data: [DONE]" + end + end).events)
                    .containsExactly(new Seen("", "x", true), new Seen("", "[DONE]", true));
        }
    }

    @Test
    void does_not_wait_for_a_line_feed_after_a_return() {
        byte[] stream = "data: x\r\r\ndata: y\r\r".getBytes(UTF_8);
        SseParser parser = new SseParser();
        SseLog log = new SseLog();
        parser.feed(stream, 0, 9, log);
        assertThat(log.events).hasSize(1);
        parser.feed(stream, 9, 10, log);
        assertThat(log.events).hasSize(1);
        parser.feed(stream, 10, stream.length, log);
        assertThat(log.events).containsExactly(new Seen("", "x", true), new Seen("", "y", true));
        assertThat(log.raw.toByteArray()).isEqualTo(stream);
    }

    @Test
    void delivers_a_last_event_without_its_blank_line_as_incomplete() {
        assertThat(log("data: x\n\ndata: y\nda").events)
                .containsExactly(new Seen("", "x", true), new Seen("", "y", false));
        assertThat(log("data: x").events).containsExactly(new Seen("", "x", false));
        assertThat(log("data: x\n").events).containsExactly(new Seen("", "x", false));
        assertThat(log("event: x").events).isEmpty();
    }

    @Test
    void passes_comments_on_at_once() {
        SseParser parser = new SseParser();
        SseLog log = new SseLog();
        byte[] comment = ": keep-alive\n".getBytes(UTF_8);
        parser.feed(comment, 0, comment.length, log);
        assertThat(log.fillers).containsExactly(": keep-alive\n");
    }

    @Test
    void leaves_whole_events_where_they_are() {
        byte[] chunk = "data: one\n\nevent: e\ndata: two\n\n".getBytes(UTF_8);
        AtomicInteger seen = new AtomicInteger();
        new SseParser().feed(chunk, 0, chunk.length, new SseParser.Sink() {
            @Override
            public void event(SseEvent event) {
                seen.incrementAndGet();
                assertThat(event.raw()).isSameAs(chunk);
                assertThat(event.data()).isSameAs(chunk);
                assertThat(event.dataIs(seen.get() == 1 ? "one" : "two")).isTrue();
                assertThat(event.named(seen.get() == 1 ? "" : "e")).isTrue();
            }

            @Override
            public void filler(byte[] array, int from, int to) {
                throw new AssertionError("no filler here");
            }
        });
        assertThat(seen).hasValue(2);
    }

    @Test
    void gives_up_on_an_event_beyond_its_bound() {
        byte[] bytes = new byte[100_000];
        Arrays.fill(bytes, (byte) 'x');
        SseParser parser = new SseParser();
        SseLog log = new SseLog();
        assertThatThrownBy(() -> {
                    for (int fed = 0; fed < 100 * bytes.length; fed += bytes.length) {
                        assertThat(fed).isLessThan(SseParser.MAX_EVENT_BYTES + bytes.length);
                        parser.feed(bytes, 0, bytes.length, log);
                    }
                })
                .isInstanceOf(SseException.class);
    }

    @Test
    void bounds_an_event_alike_whole_and_in_pieces() {
        byte[] fits = "data: 90123\ndata: x\n\n".getBytes(UTF_8);
        byte[] over = "data: 90123\ndata: xx\n\n".getBytes(UTF_8);
        for (int size : new int[] {1, 3, 100}) {
            feed(new SseParser(21), fits, size);
            assertThatThrownBy(() -> feed(new SseParser(21), over, size)).isInstanceOf(SseException.class);
        }
    }

    @Test
    void bounds_each_event_and_not_the_stream() {
        byte[] stream = "data: 90123\n\n".repeat(1_000).getBytes(UTF_8);
        feed(new SseParser(20), stream, stream.length);
        feed(new SseParser(20), stream, 7);
    }

    private static void feed(SseParser parser, byte[] stream, int size) {
        for (int from = 0; from < stream.length; from += size) {
            parser.feed(stream, from, Math.min(stream.length, from + size), new SseLog());
        }
    }

    private static SseLog log(String stream) {
        SseLog log = SseLog.of(stream.getBytes(UTF_8));
        assertThat(log.raw.toByteArray()).isEqualTo(stream.getBytes(UTF_8));
        return log;
    }
}
