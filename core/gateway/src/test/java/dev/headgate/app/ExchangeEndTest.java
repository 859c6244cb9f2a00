package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.plugin.PluginHosts;
import dev.headgate.plugin.PluginJars;
import dev.headgate.plugin.WatchingFilters;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Reply;
import dev.headgate.testkit.Step;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A filter is told once how its exchange ended, whatever way that was, and what it notes stands in the log line. */
final class ExchangeEndTest {
    @TempDir
    private Path folder = Path.of("");

    private final FakeUpstream upstream = new FakeUpstream();
    private TestGateway gateway;
    private boolean stopped;

    @BeforeEach
    void start() throws Exception {
        PluginJars.write(folder, "watching-plugin", WatchingFilters.class);
        gateway = TestGateway.start("""
                upstreams: { up: { provider: openai-compatible, base-url: "%s", breaker: off } }
                models: { m: { targets: [ up/real ], retry: { attempts: 1 } } }
                filters: [ watching ]
                """.formatted(upstream.url()), Map.of(), PluginHosts.of(folder));
    }

    @AfterEach
    void close() {
        if (!stopped) {
            gateway.close();
        }
        upstream.close();
    }

    private void ask(String request) {
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            client.post("/v1/chat/completions", request).read();
        }
    }

    /** The line of the last exchange, once all have ended. */
    private String lastLine() {
        stopped = true;
        gateway.close();
        return gateway.accessLog().lines().reduce("", (a, b) -> b);
    }

    private String lineAfter(String request) {
        ask(request);
        return lastLine();
    }

    @Test
    void a_whole_answer() {
        upstream.script(OpenAiReplies.chat("hello"));
        String line = lineAfter(Pair.chat("m"));
        assertThat(line)
                .contains(" nth=1 ")
                .containsPattern(" ended=200:-:m:\\d+$")
                .containsPattern(" in=10\\d\\d ");
    }

    @Test
    void a_stream_with_the_usage_at_its_end() {
        upstream.script(OpenAiReplies.chatStream("hel", "lo"));
        assertThat(lineAfter(Pair.streamed("m"))).containsPattern(" ended=200:-:m:\\d+$");
    }

    @Test
    void a_stream_that_breaks_off() {
        upstream.script(OpenAiReplies.chatStream("hel", "lo").cutAfter(500));
        assertThat(lineAfter(Pair.streamed("m"))).contains(" ended=200:upstream_broke_off:m:");
    }

    @Test
    void a_refusal_of_the_upstream_and_of_the_gateway() {
        upstream.script(OpenAiReplies.error(400, "bad", "no"));
        ask(Pair.chat("m"));
        ask(Pair.chat("none"));
        assertThat(lastLine()).contains(" nth=2").contains(" ended=404:unknown_model::");
        assertThat(gateway.accessLog()).contains(" ended=400:upstream_rejected:m:");
    }

    @Test
    void a_caller_who_leaves() {
        var never = new Step();
        upstream.script(OpenAiReplies.chatStream("hel", "lo").gateBefore(2, never));
        try (RawClient client = RawClient.connect(gateway.url().toString())) {
            client.post("/v1/chat/completions", Pair.streamed("m")).readHead();
        }
        upstream.await(1).getLast().awaitAborted();
        assertThat(lastLine()).contains(" ended=499:client_gone:m:");
    }

    @Test
    void an_upstream_that_never_answers() {
        upstream.script(Reply.closing());
        assertThat(lineAfter(Pair.chat("m"))).contains(" ended=502:upstream_");
    }
}
