package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution on a Java runtime of those modules alone that the image has. */
final class OwnRuntimeTest {
    private static final Path ROOT = Path.of(System.getProperty("headgate.root", ""));

    @TempDir
    private Path folder = Path.of("");

    private Path runtime() throws IOException, InterruptedException {
        Matcher modules =
                Pattern.compile("jlink --add-modules (\\S+)").matcher(Files.readString(ROOT.resolve("Dockerfile")));
        assertThat(modules.find()).isTrue();
        Path made = folder.resolve("java");
        Path program = Path.of(System.getProperty("java.home"), "bin", "jlink");
        assumeTrue(Files.isExecutable(program), "SKIPPED: a JDK with jlink is not here: " + program);
        Process jlink = new ProcessBuilder(
                        program.toString(), "--add-modules", modules.group(1), "--output", made.toString())
                .inheritIO()
                .start();
        assertThat(jlink.waitFor()).isZero();
        return made;
    }

    @Test
    void limits_in_redis_and_every_shipped_plugin_work_on_it() throws Exception {
        try (var upstream = new FakeUpstream().always(OpenAiReplies.chat("hello", 8, 2));
                RedisProcess redis = RedisProcess.start();
                PackagedGateway gateway = PackagedGateway.start(
                        """
                        upstreams: { up: { provider: openai-compatible, base-url: "%s" } }
                        models: { gpt-4o: up/gpt-4o }
                        state: { redis: { url: "%s", time-limit: 1s } }
                        filters:
                          - rate-limit: { each-team: { tokens: 1000/min, requests: 2/1000day } }
                          - redaction: { detect: [ email ] }
                          - word-guard: { words: [ { pattern: forbidden } ] }
                          - headers: { response: { set: { x-served-by: house } } }
                          - request-log: { file: %s }
                        """.formatted(upstream.url(), redis.url(), folder.resolve("requests.jsonl")),
                        Map.of("JAVA_HOME", runtime().toString()))) {
            Eventually.holds("Redis is used", () -> ManyClientsTest.metric(gateway, "state_local") == 0);
            String chat =
                    "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hello ann@example.org\"}]}"
                            .replace("\"messages\"", "\"max_tokens\":9,\"messages\"");
            for (int i = 0; i < 2; i++) {
                var answer = gateway.post("/v1/chat/completions", chat);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
                assertThat(answer.headers().firstValue("x-ratelimit-limit-tokens"))
                        .contains("1000");
            }
            assertThat(gateway.post("/v1/chat/completions", chat).statusCode()).isEqualTo(429);
            assertThat(redis.calls("evalsha")).isPositive();
            assertThat(gateway.process().err()).doesNotContain("NoClassDefFoundError", "ClassNotFoundException");
        }
    }
}
