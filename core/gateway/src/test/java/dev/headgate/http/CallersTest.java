package dev.headgate.http;

import static dev.headgate.http.Door.CHAT;
import static dev.headgate.http.Door.KEY_A;
import static dev.headgate.http.Door.KEY_B;
import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.app.TestGateway;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Who is let in as whom, and what that leaves in the log and the metrics. */
final class CallersTest {
    private static String bearer(String key) {
        return "Bearer " + key;
    }

    @Test
    void without_keys_callers_on_this_machine_are_let_in() {
        try (var upstream = new FakeUpstream().always(OpenAiReplies.chat("hi"));
                var gateway = TestGateway.start("""
                        upstreams: { up: { provider: openai-compatible, base-url: "%s" } }
                        models: { m: up/real }
                        """.formatted(upstream.url()))) {
            assertThat(gateway.post("/v1/chat/completions", CHAT).statusCode()).isEqualTo(200);
            assertThat(gateway.post("/v1/chat/completions", CHAT, "authorization", "Bearer anything")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_caller_sees_the_models_its_team_may_use() {
        try (var door = new Door()) {
            HttpResponse<String> all = door.gateway.get("/v1/models", "authorization", bearer(KEY_B));
            HttpResponse<String> some = door.gateway.get("/v1/models", "x-api-key", KEY_A);
            assertThat(all.body()).contains("\"m\"", "\"free-1\"", "\"alias\"", "\"dear\"");
            assertThat(some.body()).contains("\"m\"", "\"free-1\"", "\"alias\"").doesNotContain("dear");
            assertThat(door.gateway.get("/v1/models").statusCode()).isEqualTo(401);
            assertThat(door.gateway
                            .get("/v1/models/dear", "x-api-key", KEY_A)
                            .body()
                            .replace("dear", "fear"))
                    .isEqualTo(door.gateway
                            .get("/v1/models/fear", "x-api-key", KEY_A)
                            .body());
        }
    }

    @Test
    void a_name_that_leads_only_to_models_out_of_reach_is_not_listed() {
        try (var upstream = new FakeUpstream().always(OpenAiReplies.chat("hi"));
                var gateway = TestGateway.start("""
                        upstreams: { up: { provider: openai-compatible, base-url: "%s" } }
                        models: { gpt-cheap: up/opus, gpt-real: up/gpt-real }
                        teams: { a: { models: ["gpt-*"] } }
                        keys: [ { name: a, team: a, secret: "%s" } ]
                        """.formatted(upstream.url(), KEY_A))) {
            assertThat(gateway.get("/v1/models", "x-api-key", KEY_A).body())
                    .contains("gpt-real")
                    .doesNotContain("gpt-cheap");
            assertThat(gateway.get("/v1/models/gpt-cheap", "x-api-key", KEY_A).statusCode())
                    .isEqualTo(404);
        }
    }

    @Test
    void no_header_moves_a_caller_to_another_team() {
        String dear = CHAT.replace("\"m\"", "\"dear\"");
        try (var door = new Door()) {
            for (String header : List.of(
                    "OpenAI-Organization", "OpenAI-Project", "x-team", "x-headgate-team", "x-user", "x-key-name")) {
                for (String team : List.of("b", "kb", KEY_B)) {
                    assertThat(door.gateway
                                    .post("/v1/chat/completions", dear, "x-api-key", KEY_A, header, team)
                                    .statusCode())
                            .as(header)
                            .isEqualTo(404);
                }
            }
            assertThat(door.gateway
                            .post("/v1/chat/completions", dear, "x-api-key", KEY_B, "x-team", "a")
                            .statusCode())
                    .isEqualTo(200);
            String log = door.finishedLog();
            assertThat(log.lines().filter(l -> l.contains(" b kb dear "))).hasSize(1);
            assertThat(log.lines().filter(l -> l.contains(" a ka dear "))).hasSize(18);
        }
    }

    @Test
    void log_lines_and_metrics_are_not_the_callers_to_write() {
        var random = new Random(25);
        try (var door = new Door()) {
            try (RawClient client = door.connect()) {
                for (int i = 0; i < 1_000; i++) {
                    String model = "none-" + Long.toString(random.nextLong(), 36);
                    assertThat(client.send(chat(model)).read().status()).isEqualTo(404);
                }
                for (String model :
                        List.of("a\\nfake line", "\\r\\nx", "\\u001b[31mx", "\\u2028x", "m\\u0085x", "m\\n")) {
                    for (String id : List.of("id%0aforged", "id\\nforged", "id\tforged", "id\u00e9forged")) {
                        client.send(chat(model, "X-Request-Id: " + id)).read();
                    }
                }
            }
            String metrics = door.gateway.metrics();
            assertThat(metrics.lines()).hasSizeLessThan(300);
            assertThat(metrics.lines().filter(l -> l.startsWith("headgate_requests_total")))
                    .hasSizeLessThan(8);
            assertThat(metrics).doesNotContain("none-", "forged");
            String log = door.finishedLog();
            assertThat(log.lines()).hasSize(1_024).allMatch(l -> l.matches("\\S+ a ka \\S+ → .* status=4\\d\\d .*"));
            assertThat(log.chars().filter(c -> c != '\n' && (c < ' ' || c == 0x7f || c == 0x85)))
                    .isEmpty();
        }
    }

    private static String chat(String model, String... lines) {
        return Door.post(CHAT.replace("\"m\"", '"' + model + '"'), lines);
    }
}
