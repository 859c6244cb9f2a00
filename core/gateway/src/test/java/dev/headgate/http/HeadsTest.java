package dev.headgate.http;

import static dev.headgate.http.Door.CHAT;
import static dev.headgate.http.Door.KEY_A;
import static dev.headgate.http.Door.KEY_B;
import static dev.headgate.http.Door.latin1;
import static dev.headgate.http.Door.post;
import static dev.headgate.http.Door.refused;
import static dev.headgate.http.Door.request;
import static dev.headgate.http.Door.served;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.http.Door.Case;
import dev.headgate.testkit.Answer;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Received;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hosts, paths, methods, keys and headers: what is let in, and what of it goes on upstream. */
final class HeadsTest {
    private static final String PATH = "/v1/chat/completions";
    private static final String LENGTH = "Content-Length: " + CHAT.length();

    private static Door door;

    @BeforeAll
    static void open() {
        door = new Door();
    }

    @AfterAll
    static void close() {
        door.close();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"hosts", "paths", "methods", "keys", "headers"})
    void judges(Case c) {
        door.judge(c);
    }

    static Stream<Case> hosts() {
        return Stream.of(
                        refused("P01 no Host", "", "400"),
                        refused("P02 two Hosts", "Host: x\r\nHost: x", "400"),
                        refused("P02 two different Hosts", "Host: x\r\nHost: y", "400"),
                        refused("P03 a/b?c#d", "Host: a/b?c#d", "400"),
                        refused("P03 user@x", "Host: user@x", "400"),
                        refused("P03 two names", "Host: x, y", "400"),
                        refused("P03 port of letters", "Host: x:http", "400"),
                        refused("P03 two ports", "Host: x:80:80", "400"),
                        refused("P03 empty", "Host:", "400"),
                        served("name and port", "Host: gate.example:8080"),
                        served("IPv6", "Host: [::1]:8080"))
                .map(c -> new Case(
                        c.id(),
                        request("POST " + PATH + " HTTP/1.1", c.request(), LENGTH) + CHAT,
                        c.expected(),
                        c.calls()));
    }

    static Stream<Case> paths() {
        return Stream.of(
                        refused("P04 absolute", "http://evil" + PATH, "400"),
                        refused("P05 two slashes", "/" + PATH, "404"),
                        refused("P06 encoded dots", "/v1/%2e%2e/admin/keys", "404"),
                        refused("P06 dots", "/v1/../config/reload", "404"),
                        refused("P07 ..;", "/v1/..;/admin/keys", "404"),
                        refused("P08 encoded slash", "/v1/chat%2fcompletions", "404"),
                        refused("P09 capitals", "/V1/CHAT/COMPLETIONS", "404"),
                        refused("P10 slash at the end", PATH + "/", "404"),
                        served("P11 a query is ignored", PATH + "?model=dear"),
                        served("P11 an odd query is ignored", PATH + "?%zz&=&model=%ff"),
                        refused("P12 SOH", "/v1/\u0001", "400"),
                        refused("P13 UTF-8", latin1("/v1/\u00e9"), "400"),
                        refused("P14 %00", PATH + "%00", "400"),
                        refused("admin's path", "/config/reload", "404"),
                        refused("admin's metrics", "/metrics", "404"),
                        refused("fragment", PATH + "#x", "400"),
                        refused("backslash", "/v1\\chat/completions", "400 404"),
                        refused("asterisk", "*", "400"),
                        refused("no slash", "v1/chat/completions", "400"))
                .map(c -> new Case(
                        c.id(),
                        request("POST " + c.request() + " HTTP/1.1", "Host: x", LENGTH) + CHAT,
                        c.expected(),
                        c.calls()));
    }

    static Stream<Case> methods() {
        return Stream.of(
                        refused("P15 TRACE", "TRACE " + PATH, "405"),
                        refused("P15 CONNECT", "CONNECT evil:443", "405 400"),
                        refused("P16 post", "post " + PATH, "405 400"),
                        refused("P17 GET", "GET " + PATH, "405"),
                        refused("P18 OPTIONS", "OPTIONS " + PATH, "405"),
                        refused("PUT", "PUT " + PATH, "405"),
                        refused("unheard of", "BREW " + PATH, "405"),
                        refused("POST to models", "POST /v1/models", "405"),
                        refused("P22 long model", "GET /v1/models/" + "a".repeat(5_000), "414"),
                        refused("P22 longer than an id", "GET /v1/models/" + "a".repeat(3_000), "404"),
                        refused("model with dots", "GET /v1/models/../../config/reload", "404"),
                        refused("model badly encoded", "GET /v1/models/%zz", "404"),
                        refused("model not UTF-8", "GET /v1/models/%ff", "404"),
                        new Case("model encoded", "GET /v1/models/%6d", "200", 0),
                        refused("livez by POST", "POST /livez", "405"))
                .map(c -> new Case(c.id(), request(c.request() + " HTTP/1.1", "Host: x"), c.expected(), c.calls()));
    }

    static Stream<Case> keys() {
        String a = "Authorization: Bearer " + KEY_A;
        String b = "Authorization: Bearer " + KEY_B;
        String xa = "x-api-key: " + KEY_A;
        return Stream.of(
                        refused("H01 none", "X: y", "401"),
                        refused("H02 empty", "Authorization: Bearer", "401"),
                        refused("H02 empty and space", "Authorization: Bearer ", "401"),
                        refused("H02 two spaces", "Authorization: Bearer  " + KEY_A, "401"),
                        refused("H02 bearer", "Authorization: bearer " + KEY_A, "401"),
                        refused("H02 Basic", "Authorization: Basic " + KEY_A, "401"),
                        refused("H02 bare", "Authorization: " + KEY_A, "401"),
                        refused("wrong", "Authorization: Bearer " + KEY_A + "x", "401"),
                        refused(
                                "wrong case",
                                "Authorization: Bearer " + KEY_A.toUpperCase(java.util.Locale.ROOT),
                                "401"),
                        refused("wrong x-api-key", "x-api-key: nope", "401"),
                        refused("empty x-api-key", "x-api-key:", "401"),
                        refused("empty beside wrong", "x-api-key:\r\nAuthorization: Bearer nope", "400"),
                        refused("malformed beside right", "Authorization: Basic abc\r\n" + xa, "400"),
                        refused("key in the query is none", "X: y", "401"),
                        refused("api-key is not read", "api-key: " + KEY_A, "401"),
                        refused("cookie is not read", "Cookie: Authorization=" + KEY_A, "401"),
                        refused("H03 two Authorizations", a + "\r\n" + b, "400"),
                        refused("H03 the same twice", a + "\r\n" + a, "400"),
                        refused("H03 two x-api-keys", xa + "\r\n" + xa, "400"),
                        refused("H04 they disagree", b + "\r\n" + xa, "400"),
                        served("both agree", a + "\r\n" + xa),
                        served("x-api-key", xa),
                        served("Authorization", a),
                        refused("H05 8 kB", "Authorization: Bearer " + "k".repeat(7_000), "401"),
                        refused("H05 NUL", "Authorization: Bearer k\0k", "400"),
                        refused("H05 latin-1", "Authorization: Bearer k\u00e9", "401"),
                        refused("H06 SQL", "Authorization: Bearer ' OR 1=1--", "401"),
                        refused("H06 SQL", "Authorization: Bearer \"; DROP TABLE keys", "401"),
                        refused("trailing comma list", a + ", Bearer x", "401"))
                .map(c -> new Case(
                        c.id(),
                        "POST " + PATH + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + LENGTH + "\r\n"
                                + c.request() + "\r\n\r\n" + CHAT,
                        c.expected(),
                        c.calls()));
    }

    static Stream<Case> headers() {
        String plain = "Content-Type: application/json\r\n";
        return Stream.of(
                refused("H13 text/plain", post(CHAT).replace(plain, "Content-Type: text/plain\r\n"), "415"),
                refused("H13 none", post(CHAT).replace(plain, ""), "415"),
                refused("H13 empty", post(CHAT).replace(plain, "Content-Type:\r\n"), "415"),
                refused("H13 UTF-16", post(CHAT).replace("json\r\n", "json; charset=utf-16\r\n"), "415"),
                refused("H13 two", post(CHAT, "Content-Type: application/json"), "415"),
                refused("H13 multipart", post(CHAT).replace(plain, "Content-Type: multipart/form-data\r\n"), "415"),
                served("UTF-8", post(CHAT).replace("json\r\n", "JSON ; charset=\"UTF-8\"\r\n")),
                refused("H14 gzip", post(CHAT, "Content-Encoding: gzip"), "415"),
                refused("H15 br", post(CHAT, "Content-Encoding: br"), "415"),
                refused("H15 zstd", post(CHAT, "Content-Encoding: zstd"), "415"),
                refused("H15 gzip twice", post(CHAT, "Content-Encoding: gzip, gzip"), "415"),
                refused("H15 in two lines", post(CHAT, "Content-Encoding: identity", "Content-Encoding: gzip"), "415"),
                served("identity", post(CHAT, "Content-Encoding: identity")),
                served("H16 no identity wanted", post(CHAT, "Accept-Encoding: identity;q=0")),
                served(
                        "H17 odd traces",
                        post(
                                CHAT,
                                "traceparent: x",
                                "tracestate: " + "t".repeat(5_000),
                                "baggage: " + "a=b,".repeat(200))),
                served("H19 conditions", post(CHAT, "Range: bytes=0-1", "If-None-Match: *", "If-Match: x")),
                refused(
                        "H22 WebSocket",
                        request(
                                "GET " + PATH + " HTTP/1.1",
                                "Host: x",
                                "Connection: Upgrade",
                                "Upgrade: websocket",
                                "Sec-WebSocket-Version: 13",
                                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA=="),
                        "400 426"),
                refused("H22 WebSocket by POST", post(CHAT, "Connection: Upgrade", "Upgrade: WebSocket"), "400 426"));
    }

    @Test
    void h10_to_h12_nothing_of_the_client_goes_upstream_but_what_is_listed() {
        try (RawClient client = door.connect()) {
            client.send(post(
                    CHAT,
                    "Connection: Authorization, X-Request-Id, keep-alive",
                    "Keep-Alive: timeout=5",
                    "TE: trailers",
                    "Proxy-Authorization: Basic c2VjcmV0",
                    "Proxy-Connection: keep-alive",
                    "Cookie: session=secret",
                    "X-Forwarded-For: 10.0.0.1",
                    "X-Forwarded-Host: evil",
                    "Forwarded: for=10.0.0.1",
                    "Via: 1.1 evil",
                    "X-Real-IP: 10.0.0.1",
                    "api-key: secret",
                    "x-goog-api-key: secret",
                    "anthropic-version: 2023-06-01",
                    "OpenAI-Organization: org-evil",
                    "OpenAI-Project: p-evil",
                    "X-Team: b",
                    "Accept-Encoding: gzip",
                    "Origin: https://evil",
                    "OpenAI-Beta: assistants=v2",
                    "X-Request-Id: mine-1"));
            Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.header("x-request-id")).isEqualTo("mine-1");
        }
        Received sent = door.upstream.received().getLast();
        assertThat(sent.fields().entries().stream()
                        .map(e -> e.getKey().toLowerCase(java.util.Locale.ROOT))
                        .toList())
                .isSubsetOf(
                        "host",
                        "content-type",
                        "content-length",
                        "accept",
                        "accept-encoding",
                        "user-agent",
                        "x-request-id",
                        "openai-beta");
        assertThat(sent.header("openai-beta")).isEqualTo("assistants=v2");
        assertThat(sent.fields().toString()).doesNotContain("secret", "evil", KEY_A, "10.0.0.1");
    }

    @Test
    void h18_a_request_id_that_is_not_plain_is_replaced() {
        for (String id :
                List.of("i".repeat(129), "i".repeat(7_000), "a%0d%0ab", "a b", "\u00e9", "a\u001b[31m", "<x>", "")) {
            try (RawClient client = door.connect()) {
                Answer answer = client.send(post(CHAT, "X-Request-Id: " + id)).read();
                if (answer.status() == 200) {
                    assertThat(answer.header("x-request-id")).matches("req_[0-9a-v]{20}");
                } else {
                    assertThat(answer.status()).as(id).isEqualTo(400);
                }
            }
        }
    }

    @Test
    void p17_a_wrong_method_is_told_which_one_is_right() {
        try (RawClient client = door.connect()) {
            Answer answer =
                    client.send(request("GET " + PATH + " HTTP/1.1", "Host: x")).read();
            assertThat(answer.header("allow")).isEqualTo("POST");
            Answer options = client.send(request("OPTIONS " + PATH + " HTTP/1.1", "Host: x", "Origin: https://evil"))
                    .read();
            assertThat(options.fields().has("access-control-allow-origin")).isFalse();
            Answer head =
                    client.send(request("HEAD /v1/models HTTP/1.1", "Host: x")).readHeadOnly();
            assertThat(head.status()).isEqualTo(405);
            assertThat(client.send(post(CHAT)).read().status())
                    .as("and the connection goes on")
                    .isEqualTo(200);
        }
    }
}
