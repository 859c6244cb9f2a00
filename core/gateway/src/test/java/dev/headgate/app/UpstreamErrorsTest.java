package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.Reply;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a caller learns of an error that its upstream explains. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UpstreamErrorsTest {
    private final FakeUpstream upstream = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start("""
            upstreams:
              up: { provider: openai-compatible, base-url: "%s", breaker: off }
            models:
              "m-*": { targets: [ "up/*" ], retry: { attempts: 1 } }
            keys:
              - { name: k, secret: "c40a7be915d3286f" }
            """.formatted(upstream.url()));

    private int asked;

    @AfterAll
    void close() {
        upstream.close();
        gateway.close();
    }

    /** To a request for a model that was not asked for before: one that throttles is not asked again so soon. */
    private HttpResponse<String> answer(Reply reply) {
        upstream.always(reply);
        return gateway.post(
                "/v1/chat/completions", Pair.chat("m-" + ++asked), "authorization", "Bearer c40a7be915d3286f");
    }

    @Test
    void a_wait_asked_for_in_the_body_reaches_the_caller() {
        Reply throttled = Reply.json(429, "[{\"error\":{\"code\":429,\"details\":[{\"retryDelay\":\"34.4s\"}]}}]");
        assertThat(answer(throttled).headers().firstValue("retry-after")).contains("35");
        assertThat(answer(throttled.header("retry-after", "7")).headers().firstValue("retry-after"))
                .contains("7");
        assertThat(answer(throttled.header("x-ratelimit-reset-tokens", "1m0s"))
                        .headers()
                        .firstValue("retry-after"))
                .contains("60");
    }

    @Test
    void a_wait_asked_for_with_status_503_reaches_the_caller() {
        HttpResponse<String> answer = answer(Reply.json(503, "{}").header("retry-after", "9"));
        assertThat(answer.statusCode()).isEqualTo(502);
        assertThat(answer.headers().firstValue("retry-after")).contains("9");
    }

    @Test
    void an_error_in_the_callers_format_stays_as_it_came() {
        String body = "{\"error\": {\"message\":\"This model's maximum context length is 8 tokens.\","
                + "\"type\":\"invalid_request_error\", \"param\":\"messages\",\"code\":\"string_too_long\"}}";
        HttpResponse<String> answer = answer(Reply.json(400, body));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void an_error_in_another_format_gets_the_code_that_callers_know() {
        HttpResponse<String> answer = answer(Reply.json(400, """
                {"object":"error","message":"This model's maximum context length is 8 tokens.","code":400}"""));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("maximum context length", "\"code\":\"context_length_exceeded\"");
    }

    @Test
    void a_refused_content_under_status_403_is_the_callers_and_shows_no_account() {
        HttpResponse<String> answer = answer(Reply.json(403, """
                {"code":"no permission","error":"Content violates usage guidelines. Team: 1-2, Failed check: BIO"}"""));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("\"code\":\"content_filter\"").doesNotContain("1-2");
    }
}
