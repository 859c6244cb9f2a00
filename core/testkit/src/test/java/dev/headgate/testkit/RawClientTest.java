package dev.headgate.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RawClientTest {
    private final FakeUpstream upstream = new FakeUpstream();
    private final RawClient client = RawClient.connect(upstream.url());

    @AfterEach
    void close() {
        client.close();
        upstream.close();
    }

    @Test
    void reads_interim_and_final_answers_apart() {
        upstream.always(Reply.raw("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\nX: y\r\n\r\n"));
        client.get("/");

        assertThat(client.read().status()).isEqualTo(100);
        assertThat(client.read().header("x")).isEqualTo("y");
    }

    @Test
    void an_answer_to_head_has_no_content() {
        upstream.script(Reply.json(200, "{}"), Reply.json(201, "{}"));
        client.send("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");

        assertThat(client.readHeadOnly().header("content-length")).isEqualTo("2");
        assertThat(client.get("/").read().status()).isEqualTo(201);
    }

    @Test
    void tells_a_cut_in_chunked_content_from_its_end() {
        upstream.script(Reply.sse("a", "b").cutAfter(12), Reply.sse("a").resetAfter(9));
        client.get("/").readHead();
        assertThat(client.nextEvent()).contains(new Sse.Event("", "a"));
        assertThat(client.nextEvent()).isEmpty();
        assertThat(client.bodyEnd()).isEqualTo(End.FIN);

        try (RawClient other = RawClient.connect(upstream.url())) {
            other.get("/").readHead();
            assertThat(other.nextEvent()).contains(new Sse.Event("", "a"));
            assertThat(other.nextEvent()).isEmpty();
            assertThat(other.bodyEnd()).isEqualTo(End.RST);
        }
    }

    @Test
    void refuses_what_is_no_answer() {
        upstream.script(Reply.raw("HTTP/1.1 2000 OK\r\n\r\n"));
        client.get("/");
        assertThatThrownBy(client::read)
                .isInstanceOf(AssertionError.class)
                .hasMessage("not a status line: HTTP/1.1 2000 OK");
    }

    @Test
    void refuses_a_chunk_longer_than_its_size() {
        upstream.script(Reply.raw("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n"));
        client.get("/");
        assertThatThrownBy(client::read).isInstanceOf(AssertionError.class).hasMessageContaining("not HTTP");
    }

    @Test
    void fails_with_what_it_had_when_nothing_more_comes() {
        upstream.always(Reply.json(200, "{\"a\":1}").stallAfter(4));
        client.within(Duration.ofMillis(50)).get("/").readHead();

        assertThatThrownBy(client::rest)
                .isInstanceOf(AssertionError.class)
                .hasMessage("nothing more came; had 4 bytes of content: {\"a\"");
    }

    @Test
    void an_answer_whose_head_is_cut_fails_the_test() {
        upstream.always(Reply.json(200, "{}").cutAfter(20).countingWire());
        client.get("/");

        assertThatThrownBy(client::read)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("before the end of an answer's head");
    }
}
