package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RawClient;
import dev.headgate.testkit.Sse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The plugins of the distribution, in a packaged gateway between a caller and an upstream. */
final class ShippedPluginsTest {
    private static final Path ROOT = Path.of(System.getProperty("headgate.root", ""));
    private static final String REGENERATE =
            "regenerate with: ./mvnw verify -pl core/it -am -Dtest=ShippedPluginsTest -Dsurefire.failIfNoSpecifiedTests=false"
                    + " -Dheadgate.regenerate=true";

    @TempDir
    private Path folder = Path.of("");

    private static void compare(Path shipped, String expected) throws IOException {
        if (Boolean.getBoolean("headgate.regenerate")) {
            Files.writeString(shipped, expected);
        }
        assertThat(shipped).as(REGENERATE).content().isEqualTo(expected);
    }

    @Test
    void the_shipped_schema_knows_the_settings_of_all_of_them() throws IOException {
        Launched schema = Launched.run("schema");
        assertThat(schema.awaitExit()).isZero();
        compare(ROOT.resolve("config/gateway.schema.json"), schema.out());
    }

    @Test
    void the_page_of_plugins_says_all_their_settings() throws IOException {
        Launched reference = Launched.run("schema", "--markdown");
        assertThat(reference.awaitExit()).isZero();
        Path page = ROOT.resolve("docs/plugins.md");
        String mark = "headgate schema --markdown -->\n\n";
        String before = Files.readString(page);
        compare(page, before.substring(0, before.indexOf(mark) + mark.length()) + reference.out());
    }

    private static String ask(boolean stream) {
        return "{\"model\":\"m\",\"stream\":" + stream
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"tell ID-123456 of ann@example.org\"}]}";
    }

    @Test
    void together_they_change_both_ways_whole_and_streamed_and_log_what_went_upstream() throws Exception {
        Path log = folder.resolve("logs/requests.jsonl");
        try (var upstream = new FakeUpstream()) {
            try (PackagedGateway gateway = PackagedGateway.start("""
                upstreams: { up: { provider: openai-compatible, base-url: "%s" } }
                models: { m: up/real }
                filters:
                  - request-log: { file: %s, fields: [ model, status, labels, usage ], prompts: true, answers: true }
                  - word-guard:
                      words:
                        - { pattern: 'ID-\\d{6}', action: mask }
                        - { pattern: '(?i)blue\\s*bird', action: mask, in: answer }
                        - { pattern: 'forbidden', in: answer }
                  - headers:
                      request: { set: { x-organisation: acme }, forward: [ x-trace ] }
                      response: { set: { x-served-by: house } }
                      labels: { department: x-department }
                """.formatted(upstream.url(), log))) {
                upstream.script(OpenAiReplies.chat("about the Blue Bird"));
                HttpResponse<String> whole = gateway.post(
                        "/v1/chat/completions",
                        ask(false),
                        "x-department",
                        "search",
                        "x-trace",
                        "t-1",
                        "x-other",
                        "no");
                assertThat(whole.body()).contains("about the ***").doesNotContain("Bird");
                assertThat(whole.headers().allValues("x-served-by")).containsExactly("house");
                upstream.script(
                        OpenAiReplies.chatStream("about the bl", "ue", " bi", "rd ", "ID-12", "3456", " and more"));
                String streamed = stream(gateway);
                assertThat(said(streamed)).as(streamed).isEqualTo("about the *** *** and more");
                assertThat(streamed).endsWith("data: [DONE]\n\n");
                upstream.script(OpenAiReplies.chatStream("this is for", "bidden", " to say"));
                assertThat(stream(gateway))
                        .contains("content_blocked")
                        .doesNotContain("bidden")
                        .doesNotContain("[DONE]");
                gateway.process().awaitOut("department=search");
            }
            assertThat(upstream.received()).hasSize(3).allSatisfy(r -> {
                assertThat(r.body().text()).contains("tell *** of ann@example.org");
                assertThat(r.header("x-organisation")).isEqualTo("acme");
                assertThat(r.header("x-other")).isNullOrEmpty();
            });
            assertThat(upstream.received().getFirst().header("x-trace")).isEqualTo("t-1");
        }
        List<JsonNode> lines = Files.readAllLines(log).stream()
                .map(l -> JsonMapper.shared().readTree(l))
                .toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.getFirst().path("labels").path("department").asString())
                .isEqualTo("search");
        assertThat(lines.getFirst().path("prompt").path(0).path("text").asString())
                .isEqualTo("tell *** of ***");
        assertThat(lines.getFirst().path("answer").path(0).path("text").asString())
                .isEqualTo("about the Blue Bird");
        assertThat(lines.get(1).path("answer").path(0).path("text").asString())
                .isEqualTo("about the blue bird ID-123456 and more");
    }

    /** A stream to whatever end. */
    private static String stream(PackagedGateway gateway) {
        try (RawClient client = RawClient.connect(gateway.url())) {
            return client.post("/v1/chat/completions", ask(true)).read().text();
        }
    }

    private static String said(String stream) {
        return Sse.parse(stream.getBytes(java.nio.charset.StandardCharsets.UTF_8)).datas().stream()
                .filter(d -> d.startsWith("{"))
                .map(d -> JsonMapper.shared()
                        .readTree(d)
                        .at("/choices/0/delta/content")
                        .asString(""))
                .collect(Collectors.joining());
    }

    @Test
    void what_is_wrong_with_their_settings_has_its_line() {
        Launched check =
                Launched.run("check", PackagedGateway.configuration("""
                upstreams: { echo: { provider: echo } }
                models: { echo: echo/echo }
                filters:
                  - word-guard: { words: [ '(', 'a*' ] }
                  - request-log: { fields: [ prompt ] }
                  - headers: { response: { set: { x-a: "" } } }
                """).toString());
        assertThat(check.awaitExit()).isEqualTo(1);
        assertThat(check.out())
                .containsPattern(":6:28: filters\\[0\\].word-guard.words\\[0\\]: pattern: not a regular expression")
                .containsPattern(":6:33: filters\\[0\\].word-guard.words\\[1\\]: pattern: matches nothing at all")
                .containsPattern(":7:\\d+: filters\\[1\\].request-log.file: missing, and required")
                .containsPattern(
                        ":7:\\d+: filters\\[1\\].request-log.fields\\[0\\]: \"prompt\" does not fit; use one of time")
                .containsPattern(":8:\\d+: filters\\[2\\].headers.response: set.x-a: use ");
    }
}
