package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.Answer;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Faults that an operator asks for, and what callers and the operator see of them. */
final class DrillTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final FakeUpstream a = new FakeUpstream().always(OpenAiReplies.chatStream("from", " a"));
    private final FakeUpstream b = new FakeUpstream().always(OpenAiReplies.chatStream("from", " b"));
    private final HttpClient client = HttpClient.newHttpClient();
    private final TestGateway gateway = TestGateway.start("""
            upstreams:
              a: { provider: openai-compatible, base-url: "%s" }
              b: { provider: openai-compatible, base-url: "%s" }
            models:
              both: { targets: [ a/x, b/x ], retry: { attempts: 2, backoff: 1ms..2ms }, timeouts: { first-token: 700ms, idle: 700ms } }
              other: { targets: [ a/x, b/x ] }
            keys:
              - { name: search, secret: "9f2c71d06be84a35" }
              - { name: mail, secret: "c40a7be915d3286f" }
            """.formatted(a.url(), b.url()));

    @AfterEach
    void close() {
        gateway.close();
        a.close();
        b.close();
        client.close();
    }

    private HttpResponse<String> admin(String method, String path, String body) {
        try {
            return client.send(
                    HttpRequest.newBuilder(gateway.adminUrl().resolve(path))
                            .method(method, HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private JsonNode begin(String order) {
        HttpResponse<String> answer = admin("POST", "/drills", order);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return JSON.readTree(answer.body());
    }

    private Answer ask(String model, String key) {
        try (RawClient raw = RawClient.connect(gateway.url().toString())) {
            return raw.post("/v1/chat/completions", Pair.streamed(model), "Authorization: Bearer " + key)
                    .read();
        }
    }

    private Answer search(String model) {
        return ask(model, "9f2c71d06be84a35");
    }

    @ParameterizedTest
    @CsvSource({"500, a;500", "429, a;429", "503, a;503"})
    void an_error_is_failed_over_and_the_upstream_is_not_asked(String fault, String first) {
        begin("{\"fault\":\"" + fault + "\",\"model\":\"both\"}");
        for (int i = 0; i < 12; i++) {
            Answer answer = search("both");
            assertThat(answer.chat().text()).isEqualTo("from b");
            assertThat(answer.header("x-headgate-attempts")).startsWith(first);
        }
        assertThat(a.received()).isEmpty();
        assertThat(search("other").chat().text())
                .as("other models are left in peace")
                .isEqualTo("from a");
    }

    @Test
    void a_stall_before_content_is_failed_over() {
        begin("{\"fault\":\"stall\",\"events\":1,\"model\":\"both\"}");
        Answer answer = search("both");
        assertThat(answer.chat().text()).isEqualTo("from b");
        assertThat(answer.header("x-headgate-attempts")).matches("a;timeout;\\d+ms, b;200;\\d+ms");
    }

    @Test
    void a_cut_after_content_ends_with_an_error() {
        begin("{\"fault\":\"cut\",\"events\":2,\"key\":\"search\"}");
        Answer answer = search("both");
        assertThat(answer.text())
                .contains("from")
                .contains("upstream_stream_incomplete")
                .doesNotContain("[DONE]");
        assertThat(ask("both", "c40a7be915d3286f").chat().text())
                .as("other keys are left in peace")
                .isEqualTo("from a");
    }

    @Test
    void a_delay_is_only_a_delay() {
        begin("{\"fault\":\"delay\",\"delay-ms\":200,\"model\":\"both\",\"upstream\":\"a\"}");
        Answer answer = search("both");
        assertThat(answer.chat().text()).isEqualTo("from a");
        String took = answer.header("x-headgate-attempts").replaceAll(".*;(\\d+)ms", "$1");
        assertThat(Integer.parseInt(took)).isGreaterThanOrEqualTo(200);
    }

    @Test
    void a_share_of_the_traffic_is_struck() {
        begin("{\"fault\":\"500\",\"model\":\"both\",\"share\":0.5,\"upstream\":\"a\"}");
        int struck = 0;
        for (int i = 0; i < 200; i++) {
            struck += search("both").header("x-headgate-attempts").startsWith("a;500") ? 1 : 0;
        }
        assertThat(struck).isBetween(60, 140);
    }

    @Test
    void a_drill_is_shown_and_ends_when_told() {
        String id = begin("{\"fault\":\"500\",\"model\":\"both\",\"seconds\":30}")
                .path("id")
                .asString();
        JsonNode shown =
                JSON.readTree(admin("GET", "/drills", "").body()).path("drills").path(0);
        assertThat(shown.path("id").asString()).isEqualTo(id);
        assertThat(shown.path("seconds-left").asInt()).isBetween(25, 30);
        assertThat(gateway.metrics()).contains("headgate_drills 1.0");
        assertThat(admin("GET", "/explain?model=both&key=search", "").body()).contains(id + ": 500");
        assertThat(admin("DELETE", "/drills/" + id, "").statusCode()).isEqualTo(200);
        assertThat(admin("DELETE", "/drills/" + id, "").statusCode()).isEqualTo(404);
        assertThat(search("both").chat().text()).isEqualTo("from a");
    }

    @Test
    void a_drill_ends_by_itself() {
        begin("{\"fault\":\"500\",\"model\":\"both\",\"seconds\":1}");
        assertThat(search("both").header("x-headgate-attempts")).startsWith("a;500");
        while (gateway.metrics().contains("headgate_drills 1.0")) {
            Thread.onSpinWait();
        }
        assertThat(search("both").header("x-headgate-attempts")).startsWith("a;200");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                         | the body is not a JSON object",
                "{\"fault\":\"500\"}                        | name key or model",
                "{\"fault\":\"teapot\",\"model\":\"m\"}     | fault: use 429",
                "{\"fault\":\"500\",\"model\":5}            | model: use a text in quotes",
                "{\"fault\":\"500\",\"model\":\"m\",\"share\":2} | share: use a number above 0",
                "{\"fault\":\"cut\",\"model\":\"m\",\"events\":-1} | events: use a whole number",
                "{\"fault\":\"500\",\"model\":\"m\",\"minutes\":1} | unknown member",
            })
    void a_wrong_order_is_refused_with_what_would_be_right(String order, String message) {
        HttpResponse<String> answer = admin("POST", "/drills", order);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(message);
    }

    @Test
    void no_more_than_a_few_drills_are_under_way() {
        for (int i = 0; i < 32; i++) {
            begin("{\"fault\":\"500\",\"model\":\"m" + i + "\"}");
        }
        assertThat(admin("POST", "/drills", "{\"fault\":\"500\",\"model\":\"m\"}")
                        .statusCode())
                .isEqualTo(409);
        assertThat(admin("POST", "/drills", "{\"fault\":\"" + "x".repeat(70_000))
                        .statusCode())
                .isEqualTo(413);
    }
}
