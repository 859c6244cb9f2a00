package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.End;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Upstreams that negotiate HTTP/2 over TLS are spoken to in it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Http2UpstreamTest {
    private static final String EVENTS = Reply.event(OpenAiReplies.roleChunk())
            + Reply.event(OpenAiReplies.textChunk("over h2"))
            + Reply.event(OpenAiReplies.finishChunk("stop"))
            + Reply.event("[DONE]");

    @TempDir
    static Path folder;

    private final Vertx vertx = Vertx.vertx();
    private final Set<HttpVersion> versions = ConcurrentHashMap.newKeySet();
    private final Set<Object> connections = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<CompletableFuture<Throwable>> resets = new LinkedBlockingQueue<>();
    private HttpServer server;
    private TestGateway gateway;

    @BeforeAll
    void start() throws Exception {
        Path store = folder.resolve("server.p12");
        Path certificate = folder.resolve("server.pem");
        keytool(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "server",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "for-tests");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "server",
                "-keystore",
                store.toString(),
                "-storepass",
                "for-tests",
                "-file",
                certificate.toString());
        var options = new HttpServerOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(new PfxOptions().setPath(store.toString()).setPassword("for-tests"));
        server = vertx.createHttpServer(options)
                .requestHandler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(10, TimeUnit.SECONDS);
        String url = "https://localhost:" + server.actualPort();
        gateway = TestGateway.start(
                """
                upstreams:
                  up: { provider: openai-compatible, base-url: "%s", ca-certificate: "%s" }
                  distrusted: { provider: openai-compatible, base-url: "%s" }
                  other-name: { provider: openai-compatible, base-url: "%s", ca-certificate: "%s" }
                models:
                  m: { targets: [ up/real ], retry: { attempts: 1 }, timeouts: { connect: 30s } }
                  distrusted: { targets: [ distrusted/real ], retry: { attempts: 1 } }
                  other-name: { targets: [ other-name/real ], retry: { attempts: 1 } }
                """.formatted(url, certificate, url, url.replace("localhost", "127.0.0.1"), certificate));
    }

    @AfterAll
    void stop() throws Exception {
        gateway.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    private void answer(HttpServerRequest request) {
        versions.add(request.version());
        connections.add(request.connection());
        HttpServerResponse response = request.response();
        request.body().onSuccess(body -> {
            String asked = body.toString();
            if (asked.contains("endless")) {
                var reset = new CompletableFuture<Throwable>();
                response.exceptionHandler(reset::complete);
                response.putHeader("content-type", "text/event-stream").write(EVENTS.substring(0, firstTwo()));
                resets.add(reset);
            } else if (asked.contains("broken")) {
                response.putHeader("content-type", "text/event-stream")
                        .write(EVENTS.substring(0, firstTwo()))
                        .onComplete(v -> response.reset(2));
            } else if (asked.contains("\"stream\":true")) {
                response.putHeader("content-type", "text/event-stream").end(EVENTS);
            } else {
                response.putHeader("content-type", "application/json").end("{\"choices\":[{}]}");
            }
        });
    }

    /** The length of the role and the first text. */
    private static int firstTwo() {
        return EVENTS.indexOf("\n\n", EVENTS.indexOf("\n\n") + 2) + 2;
    }

    private Answer ask(String json) {
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            return client.post("/v1/chat/completions", json).read();
        }
    }

    @Test
    void whole_answers_and_streams_share_a_connection() {
        for (int i = 0; i < 10; i++) {
            assertThat(ask(Pair.chat("m")).text()).isEqualTo("{\"choices\":[{}]}");
            assertThat(ask(Pair.streamed("m")).text()).isEqualTo(EVENTS);
        }
        assertThat(versions).containsExactly(HttpVersion.HTTP_2);
        // At most one for each event loop.
        assertThat(new HashSet<>(connections))
                .hasSizeLessThanOrEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void a_caller_that_leaves_resets_the_stream_and_not_the_connection() throws Exception {
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            client.post("/v1/chat/completions", Pair.streamed("m").replace("hello", "endless"));
            client.readHead();
            assertThat(client.nextEvent()).isPresent();
            client.reset();
        }
        assertThat(resets.poll(10, TimeUnit.SECONDS).get(10, TimeUnit.SECONDS)).hasMessageContaining("reset");
        assertThat(ask(Pair.streamed("m")).text()).isEqualTo(EVENTS);
    }

    @Test
    void a_stream_that_is_reset_has_broken_off() {
        Answer answer = ask(Pair.streamed("m").replace("hello", "broken"));
        assertThat(answer.text()).startsWith(EVENTS.substring(0, firstTwo())).contains("upstream_stream_incomplete");
        assertThat(answer.end()).isNotEqualTo(End.COMPLETE);
    }

    @Test
    void a_certificate_that_is_not_trusted_or_of_another_name_is_refused() {
        int before = connections.size();
        for (String model : List.of("distrusted", "other-name")) {
            Answer answer = ask(Pair.chat(model));
            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).contains("could not be reached");
        }
        assertThat(connections).hasSize(before);
    }
}
