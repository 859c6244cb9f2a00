package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.Sse;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The packaged cache between callers and an upstream: what callers see, and how often the upstream is asked. */
final class ResponseCacheTest {
    private final FakeUpstream upstream = new FakeUpstream();

    @AfterEach
    void close() {
        upstream.close();
    }

    private PackagedGateway gateway(String settings) {
        return PackagedGateway.start("""
                upstreams: { up: { provider: openai-compatible, base-url: "%s" } }
                models: { m: up/real }
                filters: [ response-cache: { %s } ]
                """.formatted(upstream.url(), settings));
    }

    private static String ask(boolean stream, String more) {
        return "{\"model\":\"m\"" + (stream ? ",\"stream\":true" : "") + more
                + ",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    }

    private static String cache(HttpResponse<String> answer) {
        return answer.headers().firstValue("x-headgate-cache").orElse("none");
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static String said(String stream) {
        return Sse.parse(stream.getBytes(StandardCharsets.UTF_8)).datas().stream()
                .filter(d -> d.startsWith("{"))
                .map(d -> json(d).at("/choices/0/delta/content").asString(""))
                .collect(Collectors.joining());
    }

    @Test
    void one_answer_serves_whole_and_streamed_requests() {
        upstream.always(OpenAiReplies.chat("a fine answer", 7, 3));
        try (PackagedGateway gateway = gateway("")) {
            HttpResponse<String> first = gateway.post("/v1/chat/completions", ask(false, ""));
            HttpResponse<String> again = gateway.post("/v1/chat/completions", ask(false, ""));
            HttpResponse<String> streamed =
                    gateway.post("/v1/chat/completions", ask(true, ",\"stream_options\":{\"include_usage\":true}"));
            assertThat(cache(first)).isEqualTo("miss");
            assertThat(cache(again)).isEqualTo("hit");
            assertThat(again.headers().firstValue("age")).hasValue("0");
            assertThat(cache(streamed)).isEqualTo("hit");
            assertThat(json(again.body()).get("choices"))
                    .isEqualTo(json(first.body()).get("choices"));
            assertThat(json(again.body()).get("usage"))
                    .isEqualTo(json(first.body()).get("usage"));
            assertThat(json(again.body()).get("id").asString())
                    .startsWith("chatcmpl-")
                    .isNotEqualTo(json(first.body()).get("id").asString());
            assertThat(said(streamed.body())).isEqualTo("a fine answer");
            assertThat(streamed.body()).contains("\"prompt_tokens\":7").endsWith("data: [DONE]\n\n");
            assertThat(upstream.requests()).isEqualTo(1);
        }
    }

    private String yaml(String target, String filters) {
        return """
                upstreams: { up: { provider: openai-compatible, base-url: "%s" } }
                models: { m: up/%s }
                filters: [ %s ]
                """.formatted(upstream.url(), target, filters);
    }

    @Test
    void what_the_configuration_does_with_a_request_counts_and_nothing_else_of_it() {
        upstream.always(OpenAiReplies.chat("a fine answer", 7, 3));
        String guarded = "word-guard: { words: [ alpha ] }, response-cache";
        String[][] next = {
            {yaml("real", guarded) + "teams: { new: {} }\n", "hit"},
            {yaml("other", guarded), "miss"},
            {yaml("other", "word-guard: { words: [ beta ] }, response-cache"), "miss"},
            {yaml("other", "response-cache"), "miss"},
            {yaml("real", guarded), "hit"},
        };
        try (PackagedGateway gateway = PackagedGateway.start(yaml("real", guarded))) {
            assertThat(cache(gateway.post("/v1/chat/completions", ask(false, ""))))
                    .isEqualTo("miss");
            for (String[] step : next) {
                gateway.rewrite(step[0]);
                assertThat(gateway.adminReload().statusCode()).isEqualTo(200);
                assertThat(cache(gateway.post("/v1/chat/completions", ask(false, ""))))
                        .as(step[0])
                        .isEqualTo(step[1]);
            }
            assertThat(gateway.adminGet("/metrics").body())
                    .contains("headgate_plugin_response_cache_entries 4.0")
                    .contains("headgate_plugin_response_cache_answers_total{result=\"hit\"} 2.0");
        }
    }
}
