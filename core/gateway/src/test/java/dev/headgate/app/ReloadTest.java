package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.End;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Configurations put in place while requests run. */
final class ReloadTest {
    private static final int RELOADS = 1_000;
    private static final int CLIENTS = 4;
    private static final String KEY = "hg-4f1b9c2d7e8a6053";
    private static final String AUTHORIZATION = "Authorization: Bearer " + KEY;

    private static String yaml(FakeUpstream stable, FakeUpstream other, boolean first) {
        return """
                upstreams:
                  stable: { provider: openai-compatible, base-url: "%s" }
                  %s: { provider: openai-compatible, base-url: "%s" }
                models:
                  m: %s
                  %s
                keys:
                  - { name: kept, secret: "%s" }
                  - { name: changing, secret: "%s" }
                """.formatted(
                stable.url(),
                first ? "held" : "fresh",
                other.url(),
                first ? "stable/real" : "[ stable/real, fresh/real ]",
                first ? "only-first: { targets: [ held/real ], timeouts: { idle: 5m } }" : "only-second: fresh/real",
                KEY,
                first ? "hg-first-7c1a95e0d3" : "hg-second-7c1a95e0d3");
    }

    @Test
    @Timeout(180)
    void a_thousand_reloads_fail_no_request() throws Exception {
        try (var stable = new FakeUpstream();
                var held = new FakeUpstream();
                var fresh = new FakeUpstream();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            stable.always(r -> new String(r.body().array(), StandardCharsets.UTF_8).contains("\"stream\":true")
                    ? OpenAiReplies.chatStream("a", "b", "c")
                    : OpenAiReplies.chat("whole"));
            var release = new Step();
            held.always(OpenAiReplies.chatStream("begun", "ended").gateBefore(2, release));
            String first = yaml(stable, held, true);
            String second = yaml(stable, fresh, false);
            try (TestGateway gateway = TestGateway.start(first);
                    RawClient early = RawClient.connect(gateway.url().toString())) {
                // A stream that begins under the first configuration and ends long after it was replaced.
                early.post("/v1/chat/completions", body("only-first", true), AUTHORIZATION);
                assertThat(early.readHead().status()).isEqualTo(200);
                assertThat(early.nextEvent()).isPresent();

                var running = new AtomicBoolean(true);
                var answered = new AtomicInteger();
                Queue<String> failed = new ConcurrentLinkedQueue<>();
                List<Future<?>> clients = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(threads.submit(() -> load(gateway, running, answered, failed)));
                }
                for (int i = 0; i < RELOADS; i++) {
                    assertThat(gateway.reload(i % 2 == 0 ? second : first)).isEmpty();
                }
                assertThat(gateway.reload(second)).isEmpty();
                running.set(false);
                join(clients);

                assertThat(failed).isEmpty();
                assertThat(answered.get()).isGreaterThan(CLIENTS * 10);
                assertThat(stable.connections())
                        .as("an unchanged upstream keeps its connections")
                        .isLessThanOrEqualTo(CLIENTS);
                assertThat(held.openConnections()).as("the early stream's").isEqualTo(1);
                release.release();
                assertThat(new String(early.rest(), StandardCharsets.UTF_8))
                        .contains("ended")
                        .endsWith("data: [DONE]\n\n");
                assertThat(early.bodyEnd()).isEqualTo(End.COMPLETE);
                held.awaitClosed();
                assertThat(gateway.metrics())
                        .contains("headgate_config_reloads_total{outcome=\"applied\"} " + (RELOADS + 1) + ".0\n")
                        .doesNotContain("outcome=\"refused\"");
                assertThat(stable.violations()).isEmpty();
            }
        }
    }

    private static void load(TestGateway gateway, AtomicBoolean running, AtomicInteger answered, Queue<String> failed) {
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            for (boolean stream = false; running.get(); stream = !stream) {
                Answer a = client.post("/v1/chat/completions", body("m", stream), AUTHORIZATION)
                        .read();
                String text = new String(a.body().array(), StandardCharsets.UTF_8);
                boolean whole = a.end() == End.COMPLETE
                        && (stream ? text.endsWith("data: [DONE]\n\n") : text.contains("whole"));
                if (a.status() == 200 && whole) {
                    answered.incrementAndGet();
                } else {
                    failed.add(a.status() + " " + a.end() + " " + text);
                }
            }
        } catch (AssertionError | RuntimeException e) {
            failed.add(e.toString());
        }
    }

    private static void join(List<Future<?>> clients) throws InterruptedException, ExecutionException {
        for (Future<?> c : clients) {
            c.get();
        }
    }

    private static String body(String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    }

    static Stream<String> broken(String good) {
        return Stream.of(
                "- a list\n",
                "just text\n",
                "server: [\n",
                "server: { port: 0 }\nserver: { port: 0 }\n" + good,
                good + "unknown: 1\n",
                good + "plugins: { dir: x }\n",
                good.replace("models:", "modells:"),
                good.replace("base-url:", "base_url:"),
                good.replace("openai-compatible", "opena1"),
                good.replace("up/real", "upp/real"),
                good.replace("up/real", "up"),
                good.replace("up/real", "up/*"),
                good + "filters: [ no-such-filter ]\n",
                good + "filters: [ 5 ]\n",
                good + "keys: [ { name: a, secret: changeme } ]\n",
                good + "keys: [ { name: a, secret: \"${NOT_SET_ANYWHERE}\" } ]\n",
                good + "keys: [ { name: a, team: nobody, sha256: " + "ab".repeat(32) + " } ]\n",
                good + "teams: { a: { models: gpt } }\n",
                good + "# \u0007\n",
                good + "x: !!javax.script.ScriptEngineManager {}\n",
                good + "a: &a [ *a ]\n",
                good + "---\n" + good,
                good.replace("m: up/real", "m: { targets: [ up/real ], timeouts: { first-token: 1h } }"),
                "#" + "x".repeat(17 << 20),
                "server: { port: 1 }\n" + good,
                "server: { port: 0, drain: 1s, tls: { certificate: a.pem, key: b.pem } }\n" + good,
                "admin: { port: 0, token: \"0f81c2d4e6a7b8c9\" }\n" + good);
    }

    @Test
    void broken_files_are_refused_with_their_line_and_change_nothing() {
        try (var upstream = new FakeUpstream()) {
            upstream.always(OpenAiReplies.chat("hi"));
            String good = """
                    upstreams: { up: { provider: openai-compatible, base-url: "%s" } }
                    models: { m: up/real }
                    """.formatted(upstream.url());
            try (TestGateway gateway = TestGateway.start(good)) {
                String version = version(gateway);
                List<String> all = broken(good).toList();
                for (String file : all) {
                    assertThat(gateway.reload(file))
                            .as(file.lines()
                                    .findFirst()
                                    .map(l -> l.substring(0, Math.min(80, l.length())))
                                    .orElse(""))
                            .isNotEmpty()
                            .allSatisfy(e -> assertThat(e).matches("(?s).*gateway\\.yaml:\\d+:\\d+: .+"));
                    assertThat(gateway.post("/v1/chat/completions", body("m", false))
                                    .statusCode())
                            .isEqualTo(200);
                }
                assertThat(gateway.metrics())
                        .contains("headgate_config_reloads_total{outcome=\"refused\"} " + all.size() + ".0\n");
                assertThat(version(gateway)).isEqualTo(version);
                assertThat(gateway.reload(good)).isEmpty();
            }
        }
    }

    @Test
    void what_only_a_restart_can_change_is_refused_at_its_line() {
        try (TestGateway gateway = TestGateway.start("upstreams: { echo: { provider: echo } }\n")) {
            assertThat(gateway.reload("""
                    upstreams: { echo: { provider: echo } }
                    server:
                      port: 0
                      drain: 1s
                    admin:
                      port: 0
                      token: "0f81c2d4e6a7b8c9-not-before"
                    """))
                    .hasSize(2)
                    .satisfiesExactly(
                            e -> assertThat(e).endsWith("gateway.yaml:4:10: server.drain: changes only with a restart"),
                            e -> assertThat(e).endsWith("gateway.yaml:7:10: admin.token: changes only with a restart"));
        }
    }

    private static String version(TestGateway gateway) {
        return gateway.metrics()
                .lines()
                .filter(l -> l.startsWith("headgate_config_info{"))
                .findFirst()
                .orElseThrow();
    }
}
