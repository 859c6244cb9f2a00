package dev.headgate.http;

import static dev.headgate.http.Door.CHAT;
import static dev.headgate.http.Door.head;
import static dev.headgate.http.Door.post;
import static dev.headgate.http.Door.refused;
import static dev.headgate.http.Door.request;
import static dev.headgate.http.Door.served;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.http.Door.Case;
import dev.headgate.testkit.Answer;
import dev.headgate.testkit.RawClient;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests whose bounds two parsers could see differently: refused, never repaired, and never a second request. */
final class FramingTest {
    private static final int N = CHAT.length();
    private static final String SIZE = Integer.toHexString(N);
    private static final String LENGTH = "Content-Length: " + N;
    private static final String CHUNKED = "Transfer-Encoding: chunked";
    private static final String CHUNKS = SIZE + "\r\n" + CHAT + "\r\n0\r\n\r\n";
    private static final String GET = "GET /v1/models HTTP/1.1";

    private static Door door;

    @BeforeAll
    static void open() {
        door = new Door("header-timeout: 800ms, body-timeout: 800ms,");
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"lengths", "codings", "heads", "chunks"})
    void judges(Case c) {
        door.judge(c);
    }

    static Stream<Case> lengths() {
        return Stream.of(
                served("plain", head(LENGTH) + CHAT),
                refused("R01 length and chunked", head(LENGTH, CHUNKED) + CHUNKS, "400 C"),
                refused("R01 chunked and length", head(CHUNKED, LENGTH) + CHUNKS, "400 C"),
                refused("R01 length 0 and chunked", head("Content-Length: 0", CHUNKED) + CHUNKS, "400 C"),
                refused(
                        "R02 both in HTTP/1.0",
                        request("POST /v1/chat/completions HTTP/1.0", "Host: x", LENGTH, CHUNKED) + CHUNKS,
                        "400 C"),
                refused("R03 two lengths", head(LENGTH, "Content-Length: " + (N + 1)) + CHAT + " ", "400 C"),
                refused("R04 the same length twice", head(LENGTH, LENGTH) + CHAT, "400 C"),
                refused("R05 a list of lengths", head("Content-Length: " + N + "," + N) + CHAT, "400 C"),
                refused("R06 plus", head("Content-Length: +" + N) + CHAT, "400 C"),
                refused("R07 minus", head("Content-Length: -1") + CHAT, "400 C"),
                refused("R08 hexadecimal", head("Content-Length: 0x" + SIZE) + CHAT, "400 C"),
                refused("R09 beyond 64 bits", head("Content-Length: 99999999999999999999") + CHAT, "400 413 C"),
                refused("R10 underscore", head("Content-Length: 1_0") + CHAT, "400 C"),
                refused("length empty", head("Content-Length:") + CHAT, "400 C"),
                refused("length with space inside", head("Content-Length: 6 3") + CHAT, "400 C"),
                refused("R18 space before the colon", head("Content-Length : " + N) + CHAT, "400 C"));
    }

    static Stream<Case> codings() {
        return Stream.of(
                served("chunked", head(CHUNKED) + CHUNKS),
                served("chunked in capitals", head("Transfer-Encoding: Chunked") + CHUNKS),
                refused("R11 xchunked", head("Transfer-Encoding: xchunked") + CHUNKS, "400 501 C"),
                refused("R12 chunked, identity", head("Transfer-Encoding: chunked, identity") + CHUNKS, "400 501 C"),
                refused("R13 identity and length", head("Transfer-Encoding: identity", LENGTH) + CHAT, "400 501 C"),
                refused("R14 gzip, chunked", head("Transfer-Encoding: gzip, chunked") + CHUNKS, "400 501 C"),
                refused("R14 chunked twice", head("Transfer-Encoding: chunked, chunked") + CHUNKS, "400 501 C"),
                refused("R14 in two lines", head("Transfer-Encoding: gzip", CHUNKED) + CHUNKS, "400 501 C"),
                served("R15 tab before chunked", head("Transfer-Encoding:\tchunked") + CHUNKS),
                refused("R16 vertical tab", head("Transfer-Encoding: \u000bchunked") + CHUNKS, "400 C"),
                refused("R17 two codings", head(CHUNKED, "Transfer-Encoding: identity") + CHUNKS, "400 501 C"),
                refused("R17 chunked in two lines", head(CHUNKED, CHUNKED) + CHUNKS, "400 501 C"),
                refused(
                        "chunked in HTTP/1.0",
                        request("POST /v1/chat/completions HTTP/1.0", "Host: x", CHUNKED) + CHUNKS,
                        "400 501 C"));
    }

    static Stream<Case> heads() {
        String rest = "Host: x\r\nContent-Type: application/json\r\nAuthorization: Bearer " + Door.KEY_A + "\r\n"
                + LENGTH + "\r\n";
        String line = "POST /v1/chat/completions HTTP/1.1\r\n";
        return Stream.of(
                refused("R19 folded header", head(LENGTH, "X-A: a\r\n b") + CHAT, "400 C"),
                refused("R19 folded by tab", head(LENGTH, "X-A: a\r\n\tb") + CHAT, "400 C"),
                refused("R19 folded last header", line + rest + "X-A: a\r\n \r\n\r\n" + CHAT, "400 C"),
                refused("R20 folded first header", line + " X: y\r\n" + rest + "\r\n" + CHAT, "400 C"),
                refused("R21 bare LF", head(LENGTH).replace("\r\n", "\n") + CHAT, "400 C"),
                refused("R21 one bare LF", head(LENGTH, "X-A: a\nX-B: b") + CHAT, "400 C"),
                refused("R22 CR in a value", head(LENGTH, "X-A: a\rb") + CHAT, "400 C"),
                refused("R23 NUL in a value", head(LENGTH, "X-A: a\0b") + CHAT, "400 C"),
                refused("R24 NUL SOH first", "\0\u0001" + head(LENGTH) + CHAT, "400 C"),
                refused("R39 HTTP/0.9", "GET /v1\r\n\r\n", "400 C"),
                refused("R40 HTTP/1.2", request("GET /v1/models HTTP/1.2", "Host: x"), "400 505 C"),
                refused("R40 HTTP/2.0", request("GET /v1/models HTTP/2.0", "Host: x"), "400 505 C"),
                refused("R40 http/1.1", request("GET /v1/models http/1.1", "Host: x"), "400 505 C"),
                refused("R41 TLS", "\u0016\u0003\u0001\u0000\u0005\u0001\u0000\u0000\u0001\u0003\r\n\r\n", "400 C"),
                new Case(
                        "R42 h2c",
                        request(
                                GET,
                                "Host: x",
                                "Connection: Upgrade, HTTP2-Settings",
                                "Upgrade: h2c",
                                "HTTP2-Settings: AAMAAABkAAQAAP__"),
                        "200",
                        0),
                refused("R42 prior knowledge", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400 505 C"),
                refused("R43 unknown expectation", head(LENGTH, "Expect: 200-ok") + CHAT, "417"),
                refused("R45 header of 9,000 bytes", head(LENGTH, "X-A: " + "a".repeat(9_000)) + CHAT, "431"),
                refused("R46 2,000 headers", head(LENGTH, "X-A: a\r\n".repeat(1_999) + "X-A: a") + CHAT, "431"),
                refused("R47 SOH in a name", head(LENGTH, "X-\u0001: a") + CHAT, "400 C"),
                refused("R48 name beyond ASCII", head(LENGTH, "X-\u00e9: a") + CHAT, "400 C"),
                refused("header without colon", head(LENGTH, "Nonsense") + CHAT, "400 C"),
                refused("header without name", head(LENGTH, ": a") + CHAT, "400 C"),
                refused("R49 PO ST", request("PO ST /v1 HTTP/1.1", "Host: x", LENGTH) + CHAT, "400 C"),
                refused("R50 long target", request("GET /v1/" + "a".repeat(5_000) + " HTTP/1.1", "Host: x"), "414"));
    }

    static Stream<Case> chunks() {
        String h = head(CHUNKED);
        return Stream.of(
                served("R25 extension", h + SIZE + ";a=b\r\n" + CHAT + "\r\n0\r\n\r\n"),
                refused("R26 extension ended by LF", h + SIZE + ";a\n" + CHAT + "\r\n0\r\n\r\n", "400 C"),
                refused("R27 quoted CRLF", h + SIZE + ";a=\"\r\n\"\r\n" + CHAT + "\r\n0\r\n\r\n", "400 C"),
                refused("R28 size with plus", h + "+" + SIZE + "\r\n" + CHAT + "\r\n0\r\n\r\n", "400 C"),
                refused("R29 size 0x", h + "0x" + SIZE + "\r\n" + CHAT + "\r\n0\r\n\r\n", "400 C"),
                refused("R30 negative size", h + "-" + SIZE + "\r\n" + CHAT + "\r\n0\r\n\r\n", "400 C"),
                refused("R31 huge size", h + "ffffffffff3\r\n" + CHAT + "\r\n0\r\n\r\n", "400 413 C"),
                refused("R32 data without CRLF", h + SIZE + "\r\n" + CHAT + "0\r\n\r\n", "400 C"),
                refused("R33 bare LF", h + SIZE + "\n" + CHAT + "\n0\n\n", "400 C"),
                refused("size empty", h + "\r\n" + CHAT + "\r\n0\r\n\r\n", "400 C"),
                served(
                        "R34 trailers",
                        h + SIZE + "\r\n" + CHAT + "\r\n0\r\nContent-Length: 5\r\nAuthorization: Bearer x\r\n\r\n"));
    }

    @Test
    void folded_headers_are_refused_wherever_the_segments_end() {
        String folded = head(LENGTH, "X-A: a\r\n b");
        for (int at = 1; at < folded.length(); at++) {
            try (RawClient client = door.connect()) {
                client.send(folded.substring(0, at));
                Door.send(client, folded.substring(at) + CHAT);
                assertThat(Door.answer(client).map(Answer::status))
                        .as("cut at " + at)
                        .contains(400);
            }
        }
        assertThat(door.upstream.received()).noneMatch(r -> r.fields().has("x-a"));
    }

    @Test
    void a_folded_header_in_a_pipelined_request_is_refused() {
        int before = door.upstream.received().size();
        for (String first : new String[] {post(CHAT), head(CHUNKED) + CHUNKS}) {
            try (RawClient client = door.connect()) {
                client.send(first + head(LENGTH, "X-A: a\r\n b") + CHAT);
                assertThat(client.read().status()).isEqualTo(200);
                assertThat(Door.answer(client).map(Answer::status)).contains(400);
            }
        }
        assertThat(door.upstream.received()).hasSize(before + 2);
    }

    @Test
    void r35_pipelined_requests_are_answered_in_order() {
        try (RawClient client = door.connect()) {
            client.send(post(CHAT, "X-Request-Id: one")
                    + request(GET, "Host: x", "X-Request-Id: two")
                    + post("{}", "X-Request-Id: three")
                    + post(CHAT, "X-Request-Id: four"));
            assertThat(IntStream.range(0, 4).mapToObj(i -> {
                        Answer a = client.read();
                        return a.header("x-request-id") + " " + a.status();
                    }))
                    .containsExactly("one 200", "two 200", "three 400", "four 200");
        }
    }

    @Test
    void r36_half_a_pipelined_request_is_cut_after_the_first_was_answered() {
        int before = door.upstream.received().size();
        try (RawClient client = door.connect()) {
            client.send(post(CHAT) + "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\n");
            assertThat(client.read().status()).isEqualTo(200);
            client.awaitEnd();
        }
        assertThat(door.upstream.received()).hasSize(before + 1);
    }

    @Test
    void r37_a_body_that_ends_early_is_never_sent_on() {
        int before = door.upstream.received().size();
        for (String part :
                new String[] {head("Content-Length: " + (N + 5)) + CHAT, head(CHUNKED) + SIZE + "\r\n" + CHAT}) {
            try (RawClient client = door.connect()) {
                client.send(part).halfClose();
                Door.answer(client).ifPresent(a -> assertThat(a.status()).isEqualTo(400));
            }
        }
        door.serves();
        assertThat(door.upstream.received()).hasSize(before + 1);
    }

    @Test
    void r38_what_follows_a_body_is_a_request_of_its_own_with_a_key_of_its_own() {
        int before = door.upstream.received().size();
        String smuggled = "POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + LENGTH
                + "\r\n\r\n" + CHAT;
        try (RawClient client = door.connect()) {
            client.send(post(CHAT) + smuggled);
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(401);
        }
        assertThat(door.upstream.received()).hasSize(before + 1);
    }

    @Test
    void r44_only_an_admitted_client_is_told_to_continue() {
        String length = "Content-Length: " + N;
        try (RawClient client = door.connect()) {
            client.send(head(length, "Expect: 100-continue").replace(Door.KEY_A, "wrong"));
            assertThat(client.read().status()).isEqualTo(401);
        }
        try (RawClient client = door.connect()) {
            client.send(head("Content-Length: 99000000", "Expect: 100-continue"));
            assertThat(client.read().status()).isEqualTo(413);
        }
        try (RawClient client = door.connect()) {
            client.send(head(length, "Expect: 100-continue"));
            assertThat(client.readHead().status()).isEqualTo(100);
            assertThat(client.send(CHAT).read().status()).isEqualTo(200);
        }
        try (RawClient client = door.connect()) {
            client.send(
                    request("POST /v1/chat/completions HTTP/1.0", "Host: x", length, "Expect: 100-continue") + CHAT);
            assertThat(client.read().status()).as("HTTP/1.0 knows no 100").isEqualTo(200);
        }
    }
}
