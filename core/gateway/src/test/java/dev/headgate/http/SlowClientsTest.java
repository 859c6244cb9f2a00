package dev.headgate.http;

import static dev.headgate.http.Door.CHAT;
import static dev.headgate.http.Door.KEY_A;
import static dev.headgate.http.Door.head;
import static dev.headgate.http.Door.post;
import static dev.headgate.http.Door.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.End;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that take their time, leave in the middle or never listen: cut within the limits, and nothing stays behind. */
final class SlowClientsTest {
    private static final String STREAM = CHAT.replace("\"m\"", "\"m\",\"stream\":true");
    private static final int MANY = 20;
    private static Door door;

    @BeforeAll
    static void open() {
        door = new Door("header-timeout: 600ms, body-timeout: 600ms, idle-timeout: 600ms, write-timeout: 1s,"
                + " max-request: 300KB, max-connections: " + MANY + ",");
    }

    @AfterAll
    static void close() {
        door.close();
    }

    /** Nothing of what was done is still held by the gateway. */
    private static void settles() {
        for (int i = 0; i < 200 && !door.gateway.metrics().contains("\nheadgate_in_flight 0.0\n"); i++) {
            java.util.concurrent.locks.LockSupport.parkNanos(
                    Duration.ofMillis(20).toNanos());
        }
        assertThat(door.gateway.metrics())
                .contains("\nheadgate_in_flight 0.0\n", "headgate_upstream_in_flight{upstream=\"up\"} 0.0\n");
        door.serves();
    }

    /** Waits until the gateway has seen every connection end, so that a burst of them does not meet its limit. */
    private static void untilClosed() {
        for (int i = 0; i < 1000 && !door.gateway.metrics().contains("\nheadgate_connections 0.0\n"); i++) {
            Thread.onSpinWait();
        }
    }

    @Test
    void a_body_that_does_not_come_is_answered_408() {
        for (String start : List.of(
                head("Content-Length: 100") + "{",
                head("Transfer-Encoding: chunked") + "5\r\n{\"mod",
                head("Content-Length: 9"))) {
            try (RawClient client = door.connect()) {
                Answer answer = client.send(start).read();
                Door.check(answer);
                assertThat(answer.status()).isEqualTo(408);
                client.awaitEnd();
            }
        }
        settles();
    }

    @Test
    void a_head_that_does_not_come_is_cut() {
        for (String start : List.of("", "P", "\r\n\r\n", "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n")) {
            try (RawClient client = door.connect()) {
                assertThat(client.send(start).within(Duration.ofSeconds(4)).awaitEnd())
                        .isNotNull();
            }
        }
        settles();
    }

    @Test
    void an_idle_connection_is_closed_between_requests_and_not_during_one() {
        try (RawClient client = door.connect()) {
            assertThat(client.send(post(CHAT)).read().status()).isEqualTo(200);
            client.within(Duration.ofSeconds(4)).awaitEnd();
        }
        var step = new dev.headgate.testkit.Step();
        door.upstream.script(OpenAiReplies.chat("late").after(step));
        try (RawClient client = door.connect()) {
            client.send(post(CHAT));
            Thread.ofVirtual().start(() -> {
                java.util.concurrent.locks.LockSupport.parkNanos(
                        Duration.ofMillis(2_500).toNanos());
                step.release();
            });
            assertThat(client.read().status()).isEqualTo(200);
        }
        settles();
    }

    @Test
    void connections_beyond_the_limit_are_closed_at_once() {
        List<RawClient> held = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                held.add(door.connect().send(request("GET /v1/models HTTP/1.1", "Host: x")));
                assertThat(held.getLast().read().status()).isEqualTo(200);
            }
            int before = door.upstream.received().size();
            for (int i = 0; i < 5; i++) {
                try (RawClient beyond = door.connect()) {
                    Door.send(beyond, post(CHAT));
                    assertThat(Door.answer(beyond)).isEmpty();
                }
            }
            assertThat(door.upstream.received()).hasSize(before);
        } finally {
            held.forEach(RawClient::close);
        }
        settles();
    }

    @Test
    void a_refusal_reaches_a_client_that_is_still_sending() {
        String chunk = "10000\r\n" + " ".repeat(65_536) + "\r\n";
        String big = " ".repeat(600_000);
        String close = "Connection: close";
        for (String[] row : new String[][] {
            {head("Content-Length: 600000") + big, "413"},
            {head("Content-Length: 600000", close) + big, "413"},
            {head("Transfer-Encoding: chunked") + chunk.repeat(9), "413"},
            {head("Transfer-Encoding: chunked", close) + chunk.repeat(9), "413"},
            {head("Content-Length: 250000").replace(KEY_A, "no") + big.substring(350_000), "401"},
            {head("Content-Length: 250000", close).replace(KEY_A, "no") + big.substring(350_000), "401"},
            {
                request("GET /nowhere HTTP/1.1", "Host: x", "Content-Length: 250000", close) + big.substring(350_000),
                "404"
            }
        }) {
            try (RawClient client = door.connect()) {
                Door.send(client, row[0]);
                Answer answer = client.read();
                Door.check(answer);
                assertThat(Integer.toString(answer.status())).isEqualTo(row[1]);
                client.awaitEnd();
            }
        }
        try (RawClient client = door.connect()) {
            assertThat(client.send(head("Content-Length: 307201")).read().status())
                    .as("before any of it was sent")
                    .isEqualTo(413);
        }
        settles();
    }

    @Test
    void a_half_closed_client_still_gets_its_answer_or_is_closed() {
        try (RawClient client = door.connect()) {
            client.send(post(CHAT)).halfClose();
            Door.answer(client).ifPresent(a -> assertThat(a.status()).isEqualTo(200));
            client.awaitEnd();
        }
        settles();
    }

    @Test
    void a_client_that_resets_at_any_time_leaves_nothing() {
        door.upstream.always(OpenAiReplies.chatStream("a", "b", "c"));
        String request = post(STREAM);
        for (int at = 0; at <= request.length(); at += 7) {
            try (RawClient client = door.connect()) {
                client.send(request.substring(0, at)).reset();
            }
            untilClosed();
        }
        for (int bytes = 0; bytes < 900; bytes += 30) {
            try (RawClient client = door.connect()) {
                client.send(request).readBytes(bytes);
                client.reset();
            }
            untilClosed();
        }
        for (int i = 0; i < 10; i++) {
            door.upstream.script(Reply.never());
            int n = door.upstream.received().size();
            try (RawClient client = door.connect()) {
                client.send(request);
                door.upstream.await(n + 1);
                client.reset();
            }
            door.upstream.await(n + 1).getLast().awaitAborted();
        }
        door.upstream.always(OpenAiReplies.chat("hi"));
        settles();
    }

    @Test
    void c01_a_client_that_never_reads_is_cut_and_its_upstream_aborted() {
        byte[] event = Reply.event(OpenAiReplies.textChunk("x".repeat(8_000)))
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int n = door.upstream.received().size();
        door.upstream.script(Reply.sse(OpenAiReplies.roleChunk()).repeating(event, 10_000));
        try (RawClient client = RawClient.connect(door.gateway.url().toString(), 4_096)) {
            client.send(post(STREAM));
            door.upstream.await(n + 1).get(n).awaitAborted();
            assertThat(door.upstream.received().get(n).answer().sent()).isLessThan(30_000_000);
            client.awaitEnd();
        }
        settles();
    }

    @Test
    void a_client_that_takes_little_at_a_time_is_cut_only_once_it_takes_nothing() {
        byte[] event = Reply.event(OpenAiReplies.textChunk("x".repeat(8_000)))
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int n = door.upstream.received().size();
        door.upstream.script(Reply.sse(OpenAiReplies.roleChunk()).repeating(event, 10_000));
        try (RawClient client = RawClient.connect(door.gateway.url().toString(), 4_096)) {
            client.send(post(STREAM));
            for (int i = 0; i < 40; i++) {
                assertThat(client.readBytes(2_000)).hasSize(2_000);
                java.util.concurrent.locks.LockSupport.parkNanos(
                        Duration.ofMillis(100).toNanos());
            }
            assertThat(door.gateway.metrics()).as("four write limits later").contains("\nheadgate_in_flight 1.0\n");
            door.upstream.await(n + 1).get(n).awaitAborted();
        }
        settles();
    }

    @Test
    void a_client_that_never_reads_a_whole_answer_is_cut() {
        door.upstream.script(OpenAiReplies.chat("x".repeat(30_000_000)));
        int before = door.upstream.received().size();
        try (RawClient client = RawClient.connect(door.gateway.url().toString(), 4_096)) {
            client.send(post(CHAT));
            door.upstream.await(before + 1); // before that nothing would be held either
            settles();
            assertThat(client.read().end()).isNotEqualTo(End.COMPLETE);
        }
    }

    @Test
    void a_client_that_reads_slowly_gets_all_of_a_whole_answer() {
        String text = "0123456789".repeat(300_000);
        door.upstream.script(OpenAiReplies.chat(text));
        try (RawClient client = RawClient.connect(door.gateway.url().toString(), 4_096)) {
            assertThat(client.send(post(CHAT)).read().text()).contains(text);
        }
        settles();
    }

    @Test
    void c06_http_1_0_streams_until_the_close() {
        for (String connection : List.of("X: y", "Connection: keep-alive")) {
            door.upstream.script(OpenAiReplies.chatStream("a", "b"));
            try (RawClient client = door.connect()) {
                client.send(request(
                                "POST /v1/chat/completions HTTP/1.0",
                                "Host: x",
                                "Content-Length: " + STREAM.length(),
                                connection)
                        + STREAM);
                Answer answer = client.read();
                assertThat(answer.fields().has("transfer-encoding")).isFalse();
                assertThat(Stream.of(answer.text().split("\n\n", -1)).filter(s -> !s.isEmpty()))
                        .last()
                        .isEqualTo("data: [DONE]");
            }
        }
        settles();
    }
}
