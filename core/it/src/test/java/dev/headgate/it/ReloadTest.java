package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.ChatFold;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Step;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new configuration is taken over while the gateway runs, by whichever way it comes, and only when it is good. */
final class ReloadTest {
    private static final FakeUpstream UPSTREAM = new FakeUpstream();

    @TempDir
    private static Path folder;

    private static Path secret;
    private static PackagedGateway gateway;

    @BeforeAll
    static void start() throws IOException {
        secret = Files.writeString(folder.resolve("secret"), "hg-key-before-rotation");
        gateway = PackagedGateway.start(yaml("models: { m: up/real }"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        UPSTREAM.close();
    }

    private static String yaml(String models) {
        return """
                upstreams: { up: { provider: openai-compatible, base-url: "%s" } }
                keys:
                  - { name: steady, secret: hg-key-that-stays-the-same }
                  - { name: rotated, secret: "${file:%s}" }
                %s
                """.formatted(UPSTREAM.url(), secret, models);
    }

    @BeforeEach
    void from_a_known_state() {
        UPSTREAM.always(OpenAiReplies.chat("hi"));
        gateway.rewrite(yaml("models: { m: up/real }"));
        assertThat(gateway.adminReload().statusCode()).isEqualTo(200);
    }

    private static int ask(String model, String key) {
        return gateway.post(
                        "/v1/chat/completions",
                        "{\"model\":\"" + model + "\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}",
                        "authorization",
                        "Bearer " + key)
                .statusCode();
    }

    private static int ask(String model) {
        return ask(model, "hg-key-that-stays-the-same");
    }

    @Test
    void a_hangup_signal_takes_a_rotated_secret_over() throws IOException {
        assertThat(ask("m", "hg-key-after-rotation")).isEqualTo(401);
        // The configuration file itself stays the same, so that only the signal can make it read again.
        Files.writeString(secret, "hg-key-after-rotation");
        gateway.process().signal("HUP");
        Eventually.holds("the new key is known", () -> ask("m", "hg-key-after-rotation") == 200);
        assertThat(ask("m", "hg-key-before-rotation")).isEqualTo(401);
        assertThat(ask("m")).isEqualTo(200);
    }

    @Test
    void a_changed_file_is_noticed() {
        assertThat(ask("fresh")).isEqualTo(404);
        gateway.rewrite(yaml("models: { m: up/real, fresh: up/real }"));
        Eventually.holds("the new route is there", () -> ask("fresh") == 200);
    }

    @Test
    void a_broken_file_is_reported_with_its_line_and_changes_nothing() {
        gateway.rewrite(yaml("models: { m: upp/real }"));
        String line = gateway.process().awaitErr("upp");
        // Two lines stand before the text: the ports.
        assertThat(line).contains("gateway.yaml:7:14: models.m: no upstream \"upp\"; did you mean up?");
        assertThat(ask("m")).isEqualTo(200);
        assertThat(gateway.adminGet("/readyz").statusCode()).isEqualTo(200);
    }

    @Test
    void an_operator_who_asks_for_a_reload_is_told_what_came_of_it() {
        gateway.rewrite(yaml("models: { m: up/real, asked: up/real }"));
        HttpResponse<String> good = gateway.adminReload();
        assertThat(good.statusCode()).isEqualTo(200);
        assertThat(good.body()).startsWith("applied version ");
        assertThat(ask("asked")).isEqualTo(200);

        gateway.rewrite(yaml("modles: { m: up/real }"));
        HttpResponse<String> broken = gateway.adminReload();
        assertThat(broken.statusCode()).isEqualTo(422);
        assertThat(broken.body()).contains("gateway.yaml:7:1: modles: unknown key; did you mean models?");
        assertThat(ask("asked")).isEqualTo(200);
        assertThat(gateway.adminGet("/metrics").body())
                .containsPattern("headgate_config_reloads_total\\{[^}]*\"refused\"} [1-9]");
    }

    @Test
    void a_stream_under_way_ends_as_it_began_though_its_route_is_gone() {
        var rest = new Step();
        UPSTREAM.always(OpenAiReplies.chatStream("one ", "two").gateBefore(2, rest));
        try (RawClient client = RawClient.connect(gateway.url())) {
            client.post(
                    "/v1/chat/completions",
                    "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}",
                    "authorization: Bearer hg-key-that-stays-the-same");
            rest.awaitReached();
            gateway.rewrite("""
                    upstreams: { echo: { provider: echo } }
                    models: { echo: echo/echo }
                    """);
            assertThat(gateway.adminReload().statusCode()).isEqualTo(200);
            assertThat(ask("m")).isEqualTo(404);

            rest.release();
            ChatFold chat = client.read().chat();
            assertThat(chat.text()).isEqualTo("one two");
            assertThat(chat.done()).isTrue();
        }
    }
}
