package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.plugin.AcmePlugin;
import dev.headgate.plugin.PluginHosts;
import dev.headgate.testkit.Answer;
import dev.headgate.testkit.End;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Step;
import java.lang.management.ClassLoadingMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A plugin replaced under its own name while requests run. */
final class PluginReplacementTest {
    private static final int REPLACEMENTS = 100;
    private static final int CLIENTS = 4;
    private static final int FIRST = 3;
    /** Of the JDK and the gateway, first needed by some request or other; a plugin has three classes each time. */
    private static final int LATE_CLASSES = 150;

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void forget() {
        AcmePlugin.reset();
    }

    private String yaml(FakeUpstream upstream) {
        return """
                upstreams: { up: { provider: openai-compatible, base-url: "%s" } }
                models: { m: up/real, held: { targets: [ up/held ], timeouts: { idle: 5m } } }
                plugins: { dir: "%s", unpinned: allow }
                filters: [ acme ]
                """.formatted(upstream.url(), folder);
    }

    private void replace(int version) throws Exception {
        AcmePlugin.place(folder, "acme.jar", AcmePlugin.jar(version + ".0.0"));
    }

    private TestGateway gateway(String yaml) {
        return TestGateway.start(yaml, Map.of(), PluginHosts.of(folder.resolve("none")));
    }

    @Test
    @Timeout(180)
    void a_hundred_replacements_under_load_fail_no_request_and_leave_nothing_behind() throws Exception {
        try (var upstream = new FakeUpstream();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            upstream.always(r -> new String(r.body().array(), StandardCharsets.UTF_8).contains("\"stream\":true")
                    ? OpenAiReplies.chatStream("a", "b", "c")
                    : OpenAiReplies.chat("whole"));
            replace(1);
            String yaml = yaml(upstream);
            try (TestGateway gateway = gateway(yaml)) {
                var running = new AtomicBoolean(true);
                var answered = new AtomicInteger();
                Queue<String> failed = new ConcurrentLinkedQueue<>();
                List<Future<?>> clients = new ArrayList<>();
                for (int i = 0; i < CLIENTS; i++) {
                    clients.add(threads.submit(() -> load(gateway, running, answered, failed)));
                }
                // The first ones bring in what every later one uses too.
                for (int i = 0; i < FIRST; i++) {
                    replace(2 + i);
                    assertThat(gateway.reload(yaml)).isEmpty();
                    assertThat(version(gateway)).isEqualTo(2 + i + ".0.00");
                }
                ClassLoadingMXBean classes = ManagementFactory.getClassLoadingMXBean();
                await(() -> alive() == 1);
                int classesBefore = classes.getLoadedClassCount();
                Map<String, Long> threadsBefore = threads();
                for (int i = 0; i < REPLACEMENTS; i++) {
                    replace(2 + FIRST + i);
                    assertThat(gateway.reload(yaml)).isEmpty();
                    assertThat(version(gateway)).isEqualTo(2 + FIRST + i + ".0.00");
                }
                running.set(false);
                for (Future<?> c : clients) {
                    c.get();
                }

                assertThat(failed).isEmpty();
                assertThat(answered.get()).isGreaterThan(REPLACEMENTS);
                assertThat(AcmePlugin.LOADERS).hasSize(1 + FIRST + REPLACEMENTS);
                await(() -> alive() == 1);
                assertThat(AcmePlugin.CLOSED).hasSize(FIRST + REPLACEMENTS).doesNotHaveDuplicates();
                await(() -> classes.getLoadedClassCount() <= classesBefore + LATE_CLASSES);
                assertThat(threads())
                        .as("no kind of thread has grown from %s", threadsBefore)
                        .allSatisfy((kind, count) ->
                                assertThat(count).as(kind).isLessThanOrEqualTo(threadsBefore.getOrDefault(kind, 0L)));
            }
            assertThat(AcmePlugin.CLOSED).as("with the gateway").hasSize(1 + FIRST + REPLACEMENTS);
        }
    }

    @Test
    void a_stream_under_way_ends_on_the_plugin_it_began_with_which_goes_then() throws Exception {
        try (var upstream = new FakeUpstream()) {
            var release = new Step();
            upstream.always(r -> new String(r.body().array(), StandardCharsets.UTF_8).contains("held")
                    ? OpenAiReplies.chatStream("begun", "ended").gateBefore(2, release)
                    : OpenAiReplies.chat("whole"));
            replace(1);
            String yaml = yaml(upstream);
            try (TestGateway gateway = gateway(yaml);
                    RawClient early = RawClient.connect(gateway.url().toString())) {
                early.post("/v1/chat/completions", body("held", true));
                assertThat(early.readHead().header("x-acme")).isEqualTo("1.0.00");
                assertThat(early.nextEvent()).isPresent();
                replace(2);
                assertThat(gateway.reload(yaml)).isEmpty();
                assertThat(version(gateway)).isEqualTo("2.0.00");
                assertThat(AcmePlugin.CLOSED).isEmpty();
                release.release();
                assertThat(new String(early.rest(), StandardCharsets.UTF_8)).endsWith("data: [DONE]\n\n");
                assertThat(early.bodyEnd()).isEqualTo(End.COMPLETE);
                await(() -> !AcmePlugin.CLOSED.isEmpty());
                assertThat(AcmePlugin.CLOSED).containsExactly("1.0.0");
                await(() -> alive() == 1);
            }
        }
    }

    private static void load(TestGateway gateway, AtomicBoolean running, AtomicInteger answered, Queue<String> failed) {
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            for (boolean stream = false; running.get(); stream = !stream) {
                Answer a =
                        client.post("/v1/chat/completions", body("m", stream)).read();
                String text = new String(a.body().array(), StandardCharsets.UTF_8);
                boolean whole = a.end() == End.COMPLETE
                        && (stream ? text.endsWith("data: [DONE]\n\n") : text.contains("whole"));
                if (a.status() == 200 && whole && a.header("x-acme").endsWith(".0.00")) {
                    answered.incrementAndGet();
                } else {
                    failed.add(a.status() + " " + a.end() + " " + text);
                }
            }
        } catch (AssertionError | RuntimeException e) {
            failed.add(e.toString());
        }
    }

    private static String version(TestGateway gateway) {
        return gateway.post("/v1/chat/completions", body("m", false))
                .headers()
                .firstValue("x-acme")
                .orElse("");
    }

    private static String body(String model, boolean stream) {
        return "{\"model\":\"" + model + "\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    }

    private static long alive() {
        return AcmePlugin.LOADERS.stream().filter(l -> l.get() != null).count();
    }

    /** Threads by the name of their kind. Those of the JDK's own pools, and Netty's shared one, come and go as they like. */
    private static Map<String, Long> threads() {
        var kinds = new TreeMap<String, Long>();
        for (Thread t : Thread.getAllStackTraces().keySet()) {
            if (!t.getName()
                    .matches(
                            "(ForkJoinPool|HttpClient|process reaper|VirtualThread|Read-|Write-|Common-Cleaner|globalEventExecutor).*")) {
                kinds.merge(t.getName().replaceAll("\\d+", "N"), 1L, Long::sum);
            }
        }
        return kinds;
    }

    private static void await(BooleanSupplier done) {
        Instant limit = Instant.now().plus(Duration.ofSeconds(20));
        while (!done.getAsBoolean()) {
            assertThat(Instant.now())
                    .as("done in time; %s class loaders are left", alive())
                    .isBefore(limit);
            System.gc();
        }
    }
}
