package dev.headgate.app;

import static dev.headgate.app.Failover.trail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.End;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Reply;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How HTTP/2 upstreams may end a stream or a connection, and what callers see of it. */
final class Http2EndsTest {
    private static final int REFUSED_STREAM = 7;
    private static final int INTERNAL_ERROR = 2;
    private static final byte[] EVENTS = (Reply.event(OpenAiReplies.roleChunk())
                    + Reply.event(OpenAiReplies.textChunk("whole"))
                    + Reply.event(OpenAiReplies.finishChunk("stop"))
                    + Reply.event("[DONE]"))
            .getBytes(StandardCharsets.UTF_8);
    private static final byte[] WHOLE = H2Frames.answer(EVENTS, List.of(EVENTS.length));
    private static final byte[] FIRST =
            Reply.event(OpenAiReplies.textChunk("one")).getBytes(StandardCharsets.UTF_8);

    /** What a gateway with one event loop makes of so many requests in turn. */
    private static List<Answer> ask(int times, H2Upstream upstream, FakeUpstream spare) {
        try (TestGateway gateway = TestGateway.start("""
                server: { port: 0, event-loops: 1 }
                upstreams:
                  up: { provider: openai-compatible, base-url: "%s", http-version: http2 }
                  spare: { provider: openai-compatible, base-url: "%s" }
                models: { m: { targets: [ up/m ], fallback: [ spare/m ], retry: { attempts: 1 } } }
                """.formatted(upstream.url(), spare.url()))) {
            var answers = new java.util.ArrayList<Answer>();
            for (int i = 0; i < times; i++) {
                try (RawClient client = RawClient.connect(gateway.url().toString())) {
                    answers.add(client.post("/v1/chat/completions", Pair.streamed("m"))
                            .read());
                }
            }
            return answers;
        }
    }

    /** Answers every request but the second on its connection, which befalls what {@code then} says. */
    private static List<Answer> secondOnItsConnection(H2Upstream.Script then, AtomicInteger struck) {
        try (var upstream = new H2Upstream(asked -> {
                    if (asked.before == 1) {
                        struck.incrementAndGet();
                        then.answer(asked);
                    } else {
                        asked.answer(WHOLE);
                    }
                });
                var spare = new FakeUpstream().always(OpenAiReplies.chatStream("rescued"))) {
            return ask(12, upstream, spare);
        }
    }

    private static byte[] reset(int code) {
        return H2Frames.frame(H2Frames.RST_STREAM, 0, 1, H2Frames.number(code));
    }

    private static void costsNoTry(H2Upstream.Script end) {
        var struck = new AtomicInteger();
        List<Answer> answers = secondOnItsConnection(end, struck);
        assertThat(struck.get()).isPositive();
        assertThat(answers).extracting(a -> a.chat().text()).containsOnly("whole");
        assertThat(answers).extracting(a -> trail(a)).containsOnly("up;200");
    }

    @Test
    void a_request_that_its_connection_refused_is_sent_once_more() {
        costsNoTry(asked -> asked.answer(reset(REFUSED_STREAM)));
    }

    @Test
    void a_request_behind_a_goaway_is_sent_once_more() {
        costsNoTry(asked -> {
            asked.send(H2Frames.goAway(asked.stream - 2));
            asked.fin();
        });
    }

    @Test
    void a_request_behind_a_goaway_is_sent_once_more_while_its_connection_stays() {
        costsNoTry(asked -> asked.send(H2Frames.goAway(asked.stream - 2)));
    }

    @Test
    void a_request_that_met_a_closed_connection_is_sent_once_more() {
        costsNoTry(H2Upstream.Asked::fin);
        costsNoTry(H2Upstream.Asked::reset);
    }

    @Test
    void what_is_refused_again_goes_to_the_next_target_at_once() {
        var asked = new AtomicInteger();
        try (var upstream = new H2Upstream(a -> {
                    asked.incrementAndGet();
                    a.answer(reset(REFUSED_STREAM));
                });
                var spare = new FakeUpstream().always(OpenAiReplies.chatStream("rescued"))) {
            assertThat(ask(1, upstream, spare)).extracting(a -> trail(a)).containsExactly("up;unreachable spare;200");
        }
        assertThat(asked).hasValue(2);
    }

    @Test
    void a_stream_reset_before_its_first_content_is_rescued() {
        var asked = new AtomicInteger();
        try (var upstream = new H2Upstream(a -> {
                    asked.incrementAndGet();
                    a.answer(H2Frames.head());
                    a.answer(reset(INTERNAL_ERROR));
                });
                var spare = new FakeUpstream().always(OpenAiReplies.chatStream("rescued"))) {
            assertThat(ask(2, upstream, spare)).extracting(a -> a.chat().text()).containsOnly("rescued");
        }
        assertThat(asked).hasValue(2);
    }

    private static void breaksOff(H2Upstream.Script afterFirst) {
        try (var upstream = new H2Upstream(a -> {
                    a.answer(H2Frames.head());
                    a.answer(H2Frames.frame(H2Frames.DATA, 0, 1, FIRST));
                    afterFirst.answer(a);
                });
                var spare = new FakeUpstream().always(OpenAiReplies.chatStream("rescued"))) {
            Answer answer = ask(1, upstream, spare).getFirst();
            assertThat(answer.text())
                    .startsWith(new String(FIRST, StandardCharsets.UTF_8))
                    .contains("upstream_stream_incomplete")
                    .doesNotContain("[DONE]");
            assertThat(answer.end()).isNotEqualTo(End.COMPLETE);
        }
    }

    @Test
    void a_stream_reset_after_its_first_content_has_broken_off() {
        breaksOff(a -> a.answer(reset(INTERNAL_ERROR)));
        breaksOff(a -> a.answer(H2Frames.frame(H2Frames.DATA, H2Frames.END_STREAM, 1)));
        breaksOff(a -> {
            a.send(H2Frames.goAway(0));
            a.fin();
        });
    }

    /** A server that shuts down in order lets what is under way end, RFC 9113 §6.8. */
    @Test
    void a_goaway_that_promises_the_answer_changes_nothing() {
        try (var upstream = new H2Upstream(a -> {
                    a.answer(H2Frames.head());
                    a.answer(H2Frames.frame(H2Frames.DATA, 0, 1, FIRST));
                    a.send(H2Frames.goAway(a.stream));
                    a.answer(H2Frames.frame(H2Frames.DATA, H2Frames.END_STREAM, 1, EVENTS));
                });
                var spare = new FakeUpstream().always(OpenAiReplies.chatStream("rescued"))) {
            List<Answer> answers = ask(3, upstream, spare);
            assertThat(answers).extracting(a -> a.chat().text()).containsOnly("onewhole");
            assertThat(upstream.connections()).as("none is used again").isEqualTo(3);
        }
    }

    @Test
    void an_answer_after_an_interim_one_counts() {
        byte[] interim = H2Frames.frame(
                H2Frames.HEADERS, H2Frames.END_HEADERS, 1, (byte) 0x08, (byte) 3, (byte) '1', (byte) '0', (byte) '3');
        try (var upstream = new H2Upstream(a -> {
                    a.answer(interim);
                    a.answer(WHOLE);
                });
                var spare = new FakeUpstream().always(OpenAiReplies.chatStream("rescued"))) {
            assertThat(ask(1, upstream, spare).getFirst().chat().text()).isEqualTo("whole");
        }
    }
}
