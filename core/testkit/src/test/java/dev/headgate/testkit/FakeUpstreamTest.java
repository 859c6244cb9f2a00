package dev.headgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.testkit.Answering.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FakeUpstreamTest {
    private final FakeUpstream upstream = new FakeUpstream();
    private final RawClient client = RawClient.connect(upstream.url());

    @AfterEach
    void close() {
        client.close();
        upstream.close();
    }

    @Test
    void answers_in_order_then_by_default_and_by_rule_before_both() {
        upstream.script(Reply.json(200, "1"), Reply.json(201, "2"))
                .always(Reply.json(202, "3"))
                .when(r -> r.path().startsWith("/special"), Reply.json(203, "4"));

        assertThat(List.of(get("/a"), get("/special?x=1"), get("/b"), get("/c"), get("/d")))
                .containsExactly(200, 203, 201, 202, 202);
        assertThat(upstream.connections()).isEqualTo(1);
        assertThat(upstream.violations()).isEmpty();
    }

    @Test
    void says_so_when_nothing_is_scripted() {
        Answer answer = client.post("/v1/chat/completions", "{}").read();

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.chat().error().orElseThrow().path("message").asString())
                .isEqualTo("no reply scripted for POST /v1/chat/completions");
    }

    @Test
    void remembers_each_request_as_it_was_sent() {
        upstream.always(Reply.json(200, "{}"));
        client.post("/v1/x?a=b%20c", "{\"é\":1}", "X-Twice: one", "x-twice: two")
                .read();
        client.send(
                        "PUT /y HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n")
                .read();

        Received first = upstream.await(2).getFirst();
        assertThat(first.method()).isEqualTo("POST");
        assertThat(first.path()).isEqualTo("/v1/x?a=b%20c");
        assertThat(first.body().text()).isEqualTo("{\"é\":1}");
        assertThat(first.fields().all("X-TWICE")).containsExactly("one", "two");
        assertThat(first.awaitOutcome()).isEqualTo(Outcome.SENT);
        assertThat(upstream.received().get(1).body().text()).isEqualTo("abcde");
        assertThat(upstream.received()).extracting(Received::connection).containsExactly(1, 1);
    }

    @Test
    void writes_header_fields_exactly_and_in_order() {
        String expected = "HTTP/1.1 429 Slow Down\r\nX-B: 1\r\nx-a: 2\r\nX-B: 3\r\nContent-Length: 2\r\n\r\nhi";
        upstream.always(Reply.of(429)
                .reason("Slow Down")
                .header("X-B", "1")
                .header("x-a", "2")
                .header("X-B", "3")
                .then("hi"));

        assertThat(raw(expected.length())).isEqualTo(expected);
    }

    @Test
    void writes_each_piece_of_a_stream_as_its_own_chunk() {
        String expected = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1\r\nd\r\n0\r\n\r\n";
        upstream.always(Reply.stream(List.of(bytes("abc"), bytes("d"))));

        assertThat(raw(expected.length())).isEqualTo(expected);
        assertThat(raw(expected.length())).isEqualTo(expected);
    }

    @Test
    void ends_content_by_closing_when_asked() {
        upstream.always(Reply.of(200).untilClose().then("all"));
        Answer answer = client.get("/").read();

        assertThat(answer.text()).isEqualTo("all");
        assertThat(answer.end()).isEqualTo(End.COMPLETE);
        assertThat(answer.header("connection")).isEqualTo("close");
        assertThat(client.awaitEnd()).isEqualTo(End.FIN);
        upstream.awaitClosed();
    }

    @Test
    void gates_hold_a_stream_between_pieces_until_released() {
        var gate = new Step();
        upstream.always(Reply.sse("one", "two").gateBefore(1, gate));
        client.get("/").readHead();

        assertThat(client.nextEvent()).contains(new Sse.Event("", "one"));
        gate.awaitReached();
        assertThat(upstream.awaitFirst().answer().outcome()).isNotDone();
        gate.release();
        assertThat(client.nextEvent()).contains(new Sse.Event("", "two"));
        assertThat(client.nextEvent()).isEmpty();
        assertThat(client.bodyEnd()).isEqualTo(End.COMPLETE);
    }

    @Test
    void holds_the_whole_answer_back_when_asked() {
        var gate = new Step();
        upstream.always(Reply.json(200, "{}").after(gate));
        client.get("/");
        gate.awaitReached();
        assertThat(upstream.awaitFirst().answer().sent()).isZero();
        gate.release();

        assertThat(client.read().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 9})
    void cuts_after_exactly_so_many_bytes_of_content(int n) {
        for (Reply reply : List.of(Reply.of(200), Reply.of(200).chunked())) {
            upstream.script(
                    reply.then("01234").then("56789x").cutAfter(n),
                    reply.then("01234").then("56789x").resetAfter(n));
            assertThat(read("/cut")).isEqualTo("200 " + "0123456789".substring(0, n) + " FIN");
            assertThat(read("/reset")).isEqualTo("200 " + "0123456789".substring(0, n) + " RST");
        }
        assertThat(upstream.await(4)).allMatch(r -> r.awaitOutcome() == Outcome.BROKEN_OFF);
    }

    @Test
    void cuts_at_every_byte_of_the_wire() {
        Reply reply = Reply.of(200).chunked().then("abc").then("de");
        byte[] whole = bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
        for (int n = 0; n <= whole.length; n++) {
            upstream.script(reply.cutAfter(n).countingWire());
            try (RawClient one = RawClient.connect(upstream.url())) {
                one.get("/");
                assertThat(one.readBytes(whole.length + 1)).isEqualTo(java.util.Arrays.copyOf(whole, n));
            }
        }
    }

    @Test
    void a_cut_content_of_unknown_length_looks_complete() {
        upstream.always(Reply.of(200).untilClose().then("abcdef").cutAfter(3));

        assertThat(read("/")).isEqualTo("200 abc COMPLETE");
    }

    @Test
    void a_stalled_answer_lasts_until_the_client_leaves() {
        upstream.always(Reply.sse("one", "two").stallAfter(Reply.event("one").length()));
        client.get("/").readHead();
        assertThat(client.nextEvent()).contains(new Sse.Event("", "one"));
        assertThat(upstream.openConnections()).isEqualTo(1);
        client.close();

        upstream.awaitFirst().awaitAborted();
        upstream.awaitClosed();
    }

    @Test
    void notices_that_the_client_left_at_a_gate() {
        upstream.always(Reply.sse("one", "two").gateBefore(1, new Step()));
        client.get("/").readHead();
        client.nextEvent();
        client.reset();

        upstream.awaitFirst().awaitAborted();
    }

    @Test
    void notices_that_the_client_left_while_it_could_not_write() {
        upstream.always(Reply.of(200).chunked().repeating(new byte[64 * 1024], 100_000));
        try (RawClient slow = RawClient.connect(upstream.url(), 8 * 1024)) {
            slow.get("/").readHead();
        }

        upstream.awaitFirst().awaitAborted();
        assertThat(upstream.awaitFirst().answer().sent()).isLessThan(64L * 1024 * 100_000);
    }

    @Test
    void an_answer_given_in_full_is_not_an_aborted_one() {
        upstream.always(Reply.json(200, "{}"));
        get("/");
        client.close();
        upstream.awaitClosed();

        assertThatThrownBy(() -> upstream.awaitFirst().awaitAborted())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("SENT");
    }

    @Test
    void can_leave_a_request_unanswered() {
        upstream.script(Reply.closing(), Reply.resetting());
        assertThat(end("/")).isEqualTo(End.FIN);
        assertThat(end("/")).isEqualTo(End.RST);
    }

    @Test
    void never_answering_ends_with_the_upstream() {
        upstream.always(Reply.never());
        client.get("/");
        Received request = upstream.awaitFirst();
        upstream.close();

        assertThat(client.awaitEnd()).isEqualTo(End.FIN);
        assertThat(request.awaitOutcome()).isEqualTo(Outcome.BROKEN_OFF);
    }

    @Test
    void dripping_and_other_pieces_change_nothing_but_the_writes() {
        Reply reply = OpenAiReplies.chatStream("He", "llo");
        upstream.script(
                reply,
                reply.dripping(1),
                reply.inPiecesOf(7),
                reply.inPiecesOf(3).dripping(2));

        String whole = client.get("/").read().text();
        for (int i = 0; i < 3; i++) {
            assertThat(client.get("/").read().text()).isEqualTo(whole);
        }
    }

    @Test
    void sends_raw_bytes_verbatim_and_serves_on() {
        upstream.script(Reply.raw("HTTP/1.0 200\r\nContent-Length: 1\r\n\r\nx"), Reply.json(200, "{}"));

        assertThat(client.get("/").read().version()).isEqualTo("HTTP/1.0");
        assertThat(get("/")).isEqualTo(200);
    }

    @Test
    void answers_pipelined_requests_in_order() {
        upstream.script(Reply.json(200, "1"), Reply.json(200, "2"));
        client.send("GET /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n");

        assertThat(client.read().text() + client.read().text()).isEqualTo("12");
        assertThat(upstream.received()).extracting(Received::path).containsExactly("/a", "/b");
    }

    @Test
    void names_what_was_not_http() {
        client.send("GET /a HTTP/1.1\nHost: h\n\n");
        assertThat(client.awaitEnd()).isEqualTo(End.FIN);
        upstream.awaitClosed();

        assertThat(upstream.violations()).hasSize(1).first().asString().contains("line without CR");
        assertThat(upstream.received()).isEmpty();
    }

    @Test
    void names_a_request_that_broke_off() {
        client.send("POST /a HTTP/1.1\r\nContent-Length: 5\r\n\r\nabc");
        client.close();
        upstream.awaitClosed();

        assertThat(upstream.violations()).hasSize(1).first().asString().contains("broken off");
    }

    private int get(String path) {
        return client.get(path).read().status();
    }

    private String read(String path) {
        try (RawClient one = RawClient.connect(upstream.url())) {
            Answer answer = one.get(path).read();
            return answer.status() + " " + answer.text() + " " + answer.end();
        }
    }

    private End end(String path) {
        try (RawClient one = RawClient.connect(upstream.url())) {
            return one.get(path).awaitEnd();
        }
    }

    private String raw(int length) {
        return new String(client.get("/").readBytes(length), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
