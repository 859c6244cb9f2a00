package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.ChatFold;
import dev.headgate.testkit.End;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Sse;
import dev.headgate.testkit.Step;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Told to stop, the gateway sends nobody away in the middle of an answer, and does stop. */
final class DrainTest {
    private static final String STREAM =
            "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

    private static PackagedGateway start(FakeUpstream upstream, String drain) {
        return PackagedGateway.start("""
                server: { port: 0, drain: %s }
                upstreams: { up: { provider: openai-compatible, base-url: "%s" } }
                models: { m: up/real }
                """.formatted(drain, upstream.url()));
    }

    /** Begins a stream and reads it up to its first text. */
    private static List<Sse.Event> begin(RawClient client) {
        client.post("/v1/chat/completions", STREAM);
        assertThat(client.readHead().status()).isEqualTo(200);
        var events = new ArrayList<Sse.Event>();
        while (ChatFold.ofEvents(events).text().isEmpty()) {
            events.add(client.nextEvent().orElseThrow());
        }
        return events;
    }

    private static boolean refused(PackagedGateway gateway) {
        try {
            RawClient.connect(gateway.url()).close();
            return false;
        } catch (UncheckedIOException e) {
            return e.getCause() instanceof ConnectException;
        }
    }

    @Test
    void a_stream_under_way_ends_completely_while_nothing_new_is_let_in() {
        var rest = new Step();
        try (var upstream = new FakeUpstream();
                PackagedGateway gateway = start(upstream, "20s");
                RawClient idle = RawClient.connect(gateway.url());
                RawClient client = RawClient.connect(gateway.url())) {
            upstream.always(OpenAiReplies.chatStream("one ", "two").gateBefore(2, rest));
            assertThat(idle.get("/v1/models").read().status()).isEqualTo(200);
            List<Sse.Event> events = begin(client);
            assertThat(gateway.adminGet("/readyz").statusCode()).isEqualTo(200);

            gateway.process().signal("TERM");
            gateway.process().awaitErr("draining");
            Eventually.holds(
                    "it is not ready", () -> gateway.adminGet("/readyz").statusCode() == 503);
            Eventually.holds("new connections are refused", () -> refused(gateway));
            assertThat(idle.awaitEnd()).isEqualTo(End.FIN);
            assertThat(gateway.adminGet("/livez").statusCode()).isEqualTo(200);
            assertThat(gateway.process().alive()).isTrue();

            rest.release();
            for (Optional<Sse.Event> e = client.nextEvent(); e.isPresent(); e = client.nextEvent()) {
                events.add(e.get());
            }
            ChatFold chat = ChatFold.ofEvents(events);
            assertThat(chat.text()).isEqualTo("one two");
            assertThat(chat.done()).isTrue();
            assertThat(client.bodyEnd()).isEqualTo(End.COMPLETE);
            assertThat(gateway.process().awaitExit(Duration.ofSeconds(10))).isZero();
            assertThat(gateway.process().out()).contains("m → up status=200");
        }
    }

    @Test
    void a_stream_that_outlasts_the_drain_is_broken_off_and_not_ended() {
        var never = new Step();
        try (var upstream = new FakeUpstream();
                PackagedGateway gateway = start(upstream, "1s");
                RawClient client = RawClient.connect(gateway.url())) {
            upstream.always(OpenAiReplies.chatStream("one ", "two").gateBefore(2, never));
            begin(client);

            gateway.process().signal("TERM");
            assertThat(gateway.process().awaitExit(Duration.ofSeconds(8))).isZero();
            String rest = new String(client.rest(), StandardCharsets.UTF_8);
            assertThat(rest).doesNotContain("[DONE]");
            assertThat(client.bodyEnd()).isNotEqualTo(End.COMPLETE);
            upstream.awaitFirst().awaitAborted();
        }
    }
}
