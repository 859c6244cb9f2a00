package dev.headgate.http;

import static dev.headgate.http.Door.CHAT;
import static dev.headgate.http.Door.KEY_A;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.TestGateway;
import dev.headgate.testkit.Answering;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.Reply;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The same requests over HTTP/1.1 and HTTP/2, both with TLS: the same verdicts. */
final class Http2Test {
    private static final char[] PASSWORD = "not secret".toCharArray();

    @TempDir
    static Path folder;

    private static final FakeUpstream UPSTREAM = new FakeUpstream().always(OpenAiReplies.chat("hi"));
    private static final Vertx VERTX = Vertx.vertx();
    private static TestGateway gateway;
    private static HttpClient http1;
    private static HttpClient http2;

    @BeforeAll
    static void open() throws Exception {
        makeCertificate();
        gateway = TestGateway.start(
                """
                server: { port: 0, max-request: 10KB, idle-timeout: 700ms, tls: { certificate: "%s", key: "%s" } }
                upstreams: { up: { provider: openai-compatible, base-url: "%s" } }
                models: { m: up/real }
                teams: { a: {} }
                keys: [ { name: ka, team: a, secret: "%s" } ]
                """.formatted(folder.resolve("cert.pem"), folder.resolve("key.pem"), UPSTREAM.url(), KEY_A));
        http1 = client(HttpVersion.HTTP_1_1);
        http2 = client(HttpVersion.HTTP_2);
    }

    @AfterAll
    static void close() {
        VERTX.close().await();
        gateway.close();
        UPSTREAM.close();
    }

    private static HttpClient client(HttpVersion version) {
        return VERTX.createHttpClient(new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setProtocolVersion(version)
                .setTrustAll(true)
                .setVerifyHost(false));
    }

    private static void makeCertificate() throws Exception {
        Path file = folder.resolve("store.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "k",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore store = keys();
        pem("cert.pem", "CERTIFICATE", store.getCertificate("k").getEncoded());
        pem("key.pem", "PRIVATE KEY", store.getKey("k", PASSWORD).getEncoded());
    }

    private static KeyStore keys() throws Exception {
        return KeyStore.getInstance(folder.resolve("store.p12").toFile(), PASSWORD);
    }

    private static void pem(String name, String what, byte[] der) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        Files.writeString(
                folder.resolve(name), "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what));
    }

    /** Over either protocol what nobody takes stays with the upstream. */
    @ParameterizedTest
    @EnumSource(names = {"HTTP_1_1", "HTTP_2"})
    void a_client_that_takes_nothing_holds_the_upstream_back(HttpVersion version) throws Exception {
        byte[] event = Reply.event(OpenAiReplies.textChunk("x".repeat(4000))).getBytes(StandardCharsets.UTF_8);
        UPSTREAM.always(Reply.of(200)
                .header("content-type", "text/event-stream")
                .chunked()
                .repeating(event, 10_000));
        int before = UPSTREAM.received().size();
        HttpClientResponse response = ask(
                        version,
                        post("{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}"))
                .onSuccess(HttpClientResponse::pause)
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        try {
            Answering answering = UPSTREAM.received().get(before).answer();
            long sent = -1;
            for (int same = 0; same < 20; ) {
                long now = answering.sent();
                same = now == sent ? same + 1 : 0;
                sent = now;
                gateway.metrics();
            }
            assertThat(sent).isLessThan(16L << 20);
        } finally {
            // What waits behind a paused answer would never be released.
            response.handler(b -> {}).resume();
            response.request().reset();
            UPSTREAM.always(OpenAiReplies.chat("hi"));
        }
    }

    private record Row(HttpMethod method, String path, List<Map.Entry<String, String>> headers, String body) {}

    private static Row post(String body, String... headers) {
        var all = new java.util.ArrayList<Map.Entry<String, String>>();
        all.add(Map.entry("content-type", "application/json"));
        all.add(Map.entry("authorization", "Bearer " + KEY_A));
        for (int i = 0; i < headers.length; i += 2) {
            all.add(Map.entry(headers[i], headers[i + 1]));
        }
        return new Row(HttpMethod.POST, "/v1/chat/completions", all, body);
    }

    private static Future<HttpClientResponse> ask(HttpVersion version, Row row) {
        var options = new RequestOptions()
                .setMethod(row.method())
                .setHost("localhost")
                .setPort(gateway.url().getPort())
                .setURI(row.path());
        row.headers().forEach(h -> options.addHeader(h.getKey(), h.getValue()));
        return (version == HttpVersion.HTTP_2 ? http2 : http1)
                .request(options)
                .compose(r -> r.send(Buffer.buffer(row.body())));
    }

    /** Status and body, the latter only of a refusal. */
    private static String verdict(HttpVersion version, Row row) {
        return ask(version, row)
                .compose(r -> {
                    assertThat(r.version()).isEqualTo(version);
                    assertThat(r.getHeader("x-request-id")).isNotEmpty();
                    return r.body().map(b -> r.statusCode() + (r.statusCode() == 200 ? "" : " " + b));
                })
                .await();
    }

    @Test
    void verdicts_are_the_same() {
        List<Row> rows = List.of(
                post(CHAT),
                post(CHAT.replace("\"m\"", "\"m\",\"stream\":true")),
                post("{}"),
                post(CHAT + "x"),
                post(CHAT.replace("\"m\"", "\"n\"")),
                post(CHAT + " ".repeat(20_000)),
                post(CHAT, "authorization", "Bearer " + KEY_A),
                post(CHAT, "x-api-key", "another"),
                post(CHAT, "content-encoding", "gzip"),
                post(CHAT, "content-type", "application/json"),
                post(CHAT, "expect", "200-ok"),
                new Row(HttpMethod.POST, "/v1/chat/completions", List.of(), CHAT),
                new Row(HttpMethod.GET, "/v1/chat/completions", List.of(), ""),
                new Row(HttpMethod.OPTIONS, "/v1/chat/completions", List.of(), ""),
                new Row(HttpMethod.GET, "/v1/models", List.of(), ""),
                new Row(HttpMethod.GET, "/v1/models/%2e%2e", List.of(Map.entry("x-api-key", KEY_A)), ""),
                new Row(HttpMethod.GET, "/nowhere", List.of(), ""));
        for (Row row : rows) {
            int before = UPSTREAM.received().size();
            String one = verdict(HttpVersion.HTTP_1_1, row);
            int calls = UPSTREAM.received().size() - before;
            assertThat(verdict(HttpVersion.HTTP_2, row)).as(row.toString()).isEqualTo(one);
            assertThat(UPSTREAM.received().size() - before).as(row.toString()).isEqualTo(2 * calls);
        }
    }

    @Test
    void a_connection_on_which_no_stream_is_opened_is_closed() throws Exception {
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(keys());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket("127.0.0.1", gateway.url().getPort())) {
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2"});
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(5_000);
            socket.getOutputStream()
                    .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0"
                            .getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            byte[] all = socket.getInputStream().readAllBytes();
            assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
            assertThat(all).as("its settings, until the close").isNotEmpty();
        }
    }
}
