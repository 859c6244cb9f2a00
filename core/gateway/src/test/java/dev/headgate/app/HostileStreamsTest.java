package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.End;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import dev.headgate.testkit.Step;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Streams that never come to their point or never end cost no more than their limits allow. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HostileStreamsTest {
    private static final Duration IDLE = Duration.ofMillis(600);
    private static final Duration TOTAL = Duration.ofSeconds(2);
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final String HELLO =
            Reply.event(OpenAiReplies.roleChunk()) + Reply.event(OpenAiReplies.textChunk("Hello"));
    private static final String END = Reply.event(OpenAiReplies.finishChunk("stop")) + Reply.event("[DONE]");
    private static final byte[] PING = ": ping\n\n".getBytes(StandardCharsets.UTF_8);

    private final Pair pair = new Pair();

    @AfterAll
    void close() {
        pair.close();
    }

    private static Reply events(String text) {
        return Reply.of(200)
                .header("content-type", "text/event-stream")
                .chunked()
                .then(text);
    }

    private record Timed(Answer answer, Duration took) {}

    private Timed timed(String json) {
        long before = System.nanoTime();
        Answer answer = pair.ask(json);
        return new Timed(answer, Duration.ofNanos(System.nanoTime() - before));
    }

    private static void brokenOff(Answer answer, String why) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.end()).isNotEqualTo(End.COMPLETE);
        assertThat(answer.events().getLast().data()).contains("upstream_stream_incomplete", why);
        assertThat(answer.text()).doesNotContain("[DONE]");
    }

    @Test
    void a_stall_ends_within_the_idle_limit() {
        pair.primary.always(events(HELLO).gate(new Step()));
        Timed t = timed(Pair.streamed("alone"));
        brokenOff(t.answer(), "stopped sending");
        assertThat(t.took()).isBetween(IDLE, IDLE.plus(GRACE));
    }

    @Test
    void comments_keep_a_stream_alive_but_not_beyond_the_total_limit() {
        pair.primary.always(events(HELLO).trickling(PING, 1000, IDLE.dividedBy(4)));
        Timed t = timed(Pair.streamed("alone"));
        brokenOff(t.answer(), "exceeded the time limit");
        assertThat(t.took()).isBetween(TOTAL, TOTAL.plus(GRACE));
        pair.primary.received().getLast().awaitAborted();
    }

    @Test
    void comments_do_not_hold_off_the_limit_for_the_first_token() {
        pair.primary.always(events(": ping\n\n").trickling(PING, 1000, Duration.ofMillis(50)));
        pair.spare.always(OpenAiReplies.chatStream("rescued"));
        Timed t = timed(Pair.streamed("m"));
        assertThat(t.answer().chat().text()).isEqualTo("rescued");
        assertThat(t.took()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
        pair.primary.received().getLast().awaitAborted();
    }

    @Test
    void a_malformed_tenth_event_is_never_relayed() {
        String nine = HELLO + Reply.event(OpenAiReplies.textChunk("more")).repeat(7);
        for (String bad :
                new String[] {"{\"choices\":[{\"delta\":{\"content\":\"gar", "\u0000\u0001", "{} {}", "[1]"}) {
            pair.primary.always(events(nine + Reply.event(bad) + END));
            Answer answer = pair.ask(Pair.streamed("alone"));
            assertThat(answer.end()).as(bad).isNotEqualTo(End.COMPLETE);
            brokenOff(answer, "cannot be read");
            assertThat(answer.text()).startsWith(nine);
            assertThat(answer.events()).as(answer.text()).hasSize(10);
        }
    }

    @Test
    void a_finish_without_its_mark_is_completed_at_once_and_counted() {
        pair.primary.always(events(HELLO + Reply.event(OpenAiReplies.finishChunk("stop")) + Reply.event(usage()))
                .untilClose());
        try (RawClient client = pair.connect()) {
            long before = System.nanoTime();
            client.post("/v1/chat/completions", Pair.streamed("patient"), "X-Request-Id: no-mark");
            Answer answer = client.read();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(GRACE);
            assertThat(answer.text()).isEqualTo(HELLO + END);
            assertThat(answer.end()).isEqualTo(End.COMPLETE);
        }
        Waiter.until(() -> pair.gateway.accessLog().contains("no-mark "));
        assertThat(pair.gateway.accessLog().lines().filter(l -> l.startsWith("no-mark ")))
                .singleElement()
                .asString()
                .contains(" in=30", " out=20");
    }

    private static String usage() {
        return OpenAiReplies.usageChunk(30, 20);
    }

    /** 256 MB without a line end: given up at the greatest length of an event, with nothing of it kept. */
    @Test
    void a_line_without_end_is_given_up() {
        byte[] piece = "x".repeat(64 * 1024).getBytes(StandardCharsets.UTF_8);
        String open = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"";
        pair.primary.always(events(HELLO + open).repeating(piece, 4096));
        brokenOff(pair.ask(Pair.streamed("alone")), "longer than the limit");
        long after = given(pair.primary.received().getLast());
        pair.spare.always(OpenAiReplies.chatStream("rescued"));
        pair.primary.always(events(open).repeating(piece, 4096));
        assertThat(pair.ask(Pair.streamed("m")).chat().text()).isEqualTo("rescued");
        long before = given(pair.primary.received().getLast());
        assertThat(Math.max(before, after)).isLessThan(16L << 20);
    }

    /** How much an upstream that was given up could send; what no socket held, the gateway did. */
    private static long given(Received request) {
        request.awaitAborted();
        return request.answer().sent();
    }

    /** A flood of the smallest chunks takes its turn like any other stream. */
    @Test
    void one_byte_chunks_hold_up_nobody_else() {
        String many = HELLO + Reply.event(OpenAiReplies.textChunk("x".repeat(50_000))) + END;
        Reply flood = events(many).inPiecesOf(1);
        pair.primary.always(r -> r.body().text().contains("flood") ? flood : OpenAiReplies.chat("quick"));
        try (RawClient client = pair.connect()) {
            client.post("/v1/chat/completions", Pair.streamed("patient").replace("hello", "flood"));
            for (int i = 0; i < 10; i++) {
                Timed t = timed(Pair.chat("patient"));
                assertThat(t.answer().chat().text()).isEqualTo("quick");
                assertThat(t.took()).isLessThan(Duration.ofSeconds(5));
            }
            assertThat(client.read().text()).isEqualTo(many);
        }
    }

    /** Waits for what another thread is about to write. */
    private static final class Waiter {
        static void until(java.util.function.BooleanSupplier condition) {
            long limit = System.nanoTime() + Duration.ofSeconds(5).toNanos();
            while (!condition.getAsBoolean()) {
                assertThat(System.nanoTime() - limit).isNegative();
            }
        }
    }
}
