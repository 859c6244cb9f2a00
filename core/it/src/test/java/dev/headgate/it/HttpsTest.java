package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.headgate.testkit.ChatFold;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.Reply;
import dev.headgate.testkit.Sse;
import dev.headgate.testkit.Step;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The listener with a certificate: HTTPS, and HTTP/2 for those who can. */
final class HttpsTest {
    private static final char[] PASSWORD = "not a secret".toCharArray();
    private static final FakeUpstream UPSTREAM = new FakeUpstream();

    @TempDir
    private static Path folder;

    private static PackagedGateway gateway;
    private static HttpClient client;

    @BeforeAll
    static void start() throws Exception {
        KeyStore store = selfSigned();
        Path certificate = pem("CERTIFICATE", store.getCertificate("gateway").getEncoded());
        Path key = pem("PRIVATE KEY", store.getKey("gateway", PASSWORD).getEncoded());
        gateway = PackagedGateway.start("""
                server: { port: 0, tls: { certificate: "%s", key: "%s" } }
                upstreams: { up: { provider: openai-compatible, base-url: "%s" } }
                models: { m: up/real }
                """.formatted(certificate, key, UPSTREAM.url()));
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(trusting(store))
                .build();
    }

    @AfterAll
    static void stop() {
        client.close();
        gateway.close();
        UPSTREAM.close();
    }

    /** Made by the JDK's own tool, because the JDK has no public API for it. */
    private static KeyStore selfSigned() throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve("gateway.p12");
        int made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "gateway",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=IP:127.0.0.1,DNS:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        file.toString())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(made).isZero();
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return store;
        }
    }

    private static Path pem(String kind, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return Files.writeString(
                folder.resolve(kind.replace(' ', '-') + ".pem"),
                "-----BEGIN " + kind + "-----\n" + base64 + "\n-----END " + kind + "-----\n");
    }

    private static SSLContext trusting(KeyStore store) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("gateway", store.getCertificate("gateway"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static HttpRequest.Builder hello(boolean stream) {
        return HttpRequest.newBuilder(URI.create(gateway.url() + "/v1/chat/completions"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"model\":\"m\",\"stream\":" + stream
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"));
    }

    @ParameterizedTest
    @EnumSource(
            value = HttpClient.Version.class,
            names = {"HTTP_1_1", "HTTP_2"})
    void chats_and_streams_work_in_either_version(HttpClient.Version version) throws IOException, InterruptedException {
        UPSTREAM.script(OpenAiReplies.chat("hi"), OpenAiReplies.chatStream("one ", "two"));
        HttpResponse<String> whole =
                client.send(hello(false).version(version).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(whole.version()).isEqualTo(version);
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).contains("\"hi\"");
        assertThat(whole.headers().firstValue("x-request-id")).isPresent();

        HttpResponse<String> stream =
                client.send(hello(true).version(version).build(), HttpResponse.BodyHandlers.ofString());
        assertThat(stream.version()).isEqualTo(version);
        ChatFold chat = ChatFold.ofEvents(Sse.parse(stream.body()).events());
        assertThat(chat.text()).isEqualTo("one two");
        assertThat(chat.done()).isTrue();
        assertThat(chat.problems()).isEmpty();
    }

    @Test
    void a_stream_that_breaks_off_over_http2_ends_as_an_error() throws IOException, InterruptedException {
        String arrived = Reply.event(OpenAiReplies.roleChunk()) + Reply.event(OpenAiReplies.textChunk("half "));
        UPSTREAM.script(OpenAiReplies.chatStream("half ", "an answer")
                .cutAfter(arrived.getBytes(StandardCharsets.UTF_8).length));
        HttpResponse<InputStream> answer = client.send(hello(true).build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
        try (InputStream body = answer.body()) {
            assertThatThrownBy(body::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_caller_that_leaves_over_http2_cancels_the_upstream() throws IOException, InterruptedException {
        int before = UPSTREAM.received().size();
        UPSTREAM.script(OpenAiReplies.chatStream("one ", "two").gateBefore(2, new Step()));
        HttpResponse<InputStream> answer = client.send(hello(true).build(), HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = answer.body()) {
            assertThat(body.read()).isEqualTo('d');
        }
        UPSTREAM.await(before + 1).getLast().awaitAborted();
    }
}
