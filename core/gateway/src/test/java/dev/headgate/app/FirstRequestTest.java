package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** The simplest things a caller does. */
final class FirstRequestTest {
    private static final String HELLO = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";

    private static String routedTo(FakeUpstream upstream) {
        return """
                upstreams: { up: { provider: openai-compatible, base-url: "%s" } }
                models: { m: up/real }
                """.formatted(upstream.url());
    }

    @Test
    void a_whole_answer_comes_back_as_the_upstream_gave_it() {
        try (var upstream = new FakeUpstream();
                var gateway = TestGateway.start(routedTo(upstream))) {
            upstream.always(OpenAiReplies.chat("hi"));
            HttpResponse<String> answer = gateway.post("/v1/chat/completions", HELLO);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("\"hi\"");
            assertThat(answer.headers().allValues("content-type")).containsExactly("application/json");
            assertThat(answer.headers().firstValue("x-request-id")).isPresent();
            assertThat(answer.headers().firstValue("x-headgate-upstream")).contains("up");
            assertThat(upstream.awaitFirst().path()).endsWith("/chat/completions");
        }
    }

    @Test
    void a_refused_connection_fails_over_to_the_next_target() {
        try (var upstream = new FakeUpstream();
                var gateway = TestGateway.start("""
                        upstreams:
                          dead: { provider: openai-compatible, base-url: "http://127.0.0.1:1" }
                          up: { provider: openai-compatible, base-url: "%s" }
                        models: { m: [dead/x, up/real] }
                        """.formatted(upstream.url()))) {
            upstream.always(OpenAiReplies.chat("hi"));
            HttpResponse<String> answer = gateway.post("/v1/chat/completions", HELLO);
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("x-headgate-attempts").orElseThrow())
                    .matches("dead;unreachable;\\d+ms, dead;unreachable;\\d+ms, up;200;\\d+ms");
        }
    }
}
