package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answering;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import dev.headgate.testkit.Step;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** Whoever leaves or reads slowly costs no more than what was under way. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CallerLeavesTest {
    private final Pair pair = new Pair();

    @AfterAll
    void close() {
        pair.close();
    }

    /** Nothing is left under way, and the access log says who ended it. */
    private void gone(String id) {
        Instant limit = Instant.now().plus(Duration.ofSeconds(5));
        while (pair.metric("headgate_in_flight") != 0
                || pair.metric("headgate_upstream_in_flight") != 0
                || !pair.gateway.accessLog().contains(id + " ")) {
            assertThat(Instant.now()).as(pair.gateway.metrics()).isBefore(limit);
        }
        assertThat(pair.gateway.accessLog().lines().filter(l -> l.startsWith(id + " ")))
                .singleElement()
                .asString()
                .contains(" status=499 failure=client_gone");
    }

    private Received next(int before) {
        return pair.primary.await(before + 1).getLast();
    }

    private void abandon(String json, String id, Reply reply, boolean afterFirstEvent) {
        pair.primary.always(reply);
        int before = pair.primary.received().size();
        try (RawClient client = pair.connect()) {
            client.post("/v1/chat/completions", json, "X-Request-Id: " + id);
            Received received = next(before);
            if (afterFirstEvent) {
                client.readHead();
                client.nextEvent();
            }
            client.reset();
            received.awaitAborted();
        }
        gone(id);
        assertThat(pair.spare.received()).isEmpty();
        assertThat(pair.primary.received()).hasSize(before + 1);
    }

    @Test
    void before_a_whole_answer() {
        abandon(Pair.chat("patient"), "left-whole", Reply.never(), false);
    }

    @Test
    void inside_a_whole_answer() {
        abandon(Pair.chat("patient"), "left-inside", OpenAiReplies.chat("x").stallAfter(20), false);
    }

    @Test
    void before_the_first_token() {
        abandon(
                Pair.streamed("patient"),
                "left-waiting",
                Reply.sse(OpenAiReplies.roleChunk()).gate(new Step()),
                false);
    }

    @Test
    void inside_a_stream() {
        Reply reply = Reply.sse(OpenAiReplies.roleChunk(), OpenAiReplies.textChunk("x"))
                .gate(new Step());
        abandon(Pair.streamed("patient"), "left-stream", reply, true);
    }

    @Test
    void inside_a_stream_that_never_pauses() {
        byte[] event = Reply.event(OpenAiReplies.textChunk("word ")).getBytes(StandardCharsets.UTF_8);
        Reply endless = Reply.of(200)
                .header("content-type", "text/event-stream")
                .chunked()
                .repeating(event, 100_000_000);
        abandon(Pair.streamed("patient"), "left-flood", endless, true);
    }

    @Test
    void between_two_attempts() {
        pair.primary.always(OpenAiReplies.error(429, "x", "slow down").header("retry-after", "3"));
        int before = pair.primary.received().size();
        try (RawClient client = pair.connect()) {
            client.post("/v1/chat/completions", Pair.chat("again-later"), "X-Request-Id: left-pause");
            next(before).awaitOutcome();
            client.reset();
        }
        gone("left-pause");
        assertThat(pair.primary.received()).as("not asked again").hasSize(before + 1);
    }

    /** What the upstream has sent but nobody takes stays with the upstream; then all of it arrives. */
    @Test
    @Timeout(240) // twenty megabytes through a narrow window
    void a_slow_reader_holds_the_upstream_back() throws NoSuchAlgorithmException {
        int times = 5_000;
        byte[] event = Reply.event(OpenAiReplies.textChunk("x".repeat(4000))).getBytes(StandardCharsets.UTF_8);
        String tail = Reply.event(OpenAiReplies.finishChunk("stop")) + Reply.event("[DONE]");
        pair.primary.always(Reply.of(200)
                .header("content-type", "text/event-stream")
                .chunked()
                .repeating(event, times)
                .then(tail));
        int before = pair.primary.received().size();
        try (RawClient client = RawClient.connect(pair.gateway.url().toString(), 16 * 1024)) {
            client.post("/v1/chat/completions", Pair.streamed("patient"));
            Answering answering = next(before).answer();
            client.readHead();
            long sent = settled(answering);
            assertThat(sent).isLessThan(12L << 20);
            assertThat(answering.outcome()).isNotDone();

            MessageDigest expected = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < times; i++) {
                expected.update(event);
            }
            expected.update(tail.getBytes(StandardCharsets.UTF_8));
            MessageDigest got = MessageDigest.getInstance("SHA-256");
            got.update(client.rest());
            assertThat(got.digest()).isEqualTo(expected.digest());
        }
        assertThat(pair.primary.received().getLast().awaitOutcome()).isEqualTo(Answering.Outcome.SENT);
    }

    /** How much was sent once no more is being sent. */
    private long settled(Answering answering) {
        long sent = -1;
        int same = 0;
        while (same < 20) {
            long now = answering.sent();
            same = now == sent ? same + 1 : 0;
            sent = now;
            pair.gateway.metrics();
        }
        return sent;
    }
}
