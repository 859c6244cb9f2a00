package dev.headgate.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.Reply;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a caller learns of each provider's errors, in whatever form the provider says them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProviderErrorsTest {
    private static final String OURS = "The upstream 'up-%d' refused the gateway's own credential.";
    private static final String FAILED = "The upstream 'up-%d' failed with status ";

    /**
     * An error and what is seen of it.
     *
     * @param provider the kind of upstream, with a model after a slash where that makes a difference
     * @param headers of the provider's answer, {@code name: value} in lines
     * @param message how the message must begin; {@code %d} stands for the row's number
     * @param delay the value of {@code retry-after}, or null for none
     */
    private record Row(
            String provider,
            int status,
            String headers,
            String body,
            int shown,
            String type,
            @Nullable String code,
            String message,
            @Nullable String delay) {
        @Override
        public String toString() {
            return provider + " " + status + " " + body;
        }
    }

    private static Row rejected(String provider, int status, String body, int shown, @Nullable String code, String m) {
        return new Row(provider, status, "", body, shown, "invalid_request_error", code, m, null);
    }

    private static Row credential(String provider, int status, String body) {
        return new Row(provider, status, "", body, 502, "upstream_error", "upstream_auth_error", OURS, null);
    }

    private static Row throttled(String provider, String headers, String body, String message, @Nullable String delay) {
        return new Row(provider, 429, headers, body, 429, "rate_limit_error", "rate_limit_exceeded", message, delay);
    }

    private static Row failed(String provider, int status, String body, @Nullable String delay) {
        String headers = delay == null ? "" : "retry-after: " + delay;
        return new Row(
                provider, status, headers, body, 502, "upstream_error", "upstream_error", FAILED + status, delay);
    }

    private static String openAi(String message, String type, @Nullable String code) {
        String c = code == null ? "null" : "\"" + code + "\"";
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + type + "\",\"param\":null,\"code\":" + c
                + "}}";
    }

    private static String anthropic(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\"" + type + "\",\"message\":\"" + message
                + "\"},\"request_id\":\"req_1\"}";
    }

    private static String google(int code, String status, String message, String details) {
        return "{\"error\":{\"code\":" + code + ",\"message\":\"" + message + "\",\"status\":\"" + status
                + "\",\"details\":[" + details + "]}}";
    }

    /** An error of Amazon's, whose type stands in a header. */
    private static Row amazon(String provider, int status, String type, String message, Row seen) {
        String header = "x-amzn-errortype: " + type + ":http://internal.amazon.com/coral/com.amazon.bedrock/";
        String more = seen.headers().isEmpty() ? "" : "\n" + seen.headers();
        return new Row(
                provider,
                status,
                header + more,
                "{\"message\":\"" + message + "\"}",
                seen.shown(),
                seen.type(),
                seen.code(),
                seen.message(),
                seen.delay());
    }

    private static Row timedOut(String provider, int status, String body) {
        String message = "The model at the upstream 'up-%d' did not answer within its time limit.";
        return new Row(provider, status, "", body, 504, "upstream_error", "upstream_timeout", message, null);
    }

    private static final List<Row> ROWS = Stream.of(
                    // OpenAI
                    rejected(
                            "openai",
                            400,
                            openAi(
                                    "Unsupported parameter: 'max_tokens'",
                                    "invalid_request_error",
                                    "unsupported_parameter"),
                            400,
                            "unsupported_parameter",
                            "Unsupported parameter"),
                    rejected(
                            "openai",
                            404,
                            openAi("The model `x` does not exist", "invalid_request_error", "model_not_found"),
                            404,
                            "model_not_found",
                            "The model `x`"),
                    credential(
                            "openai",
                            401,
                            openAi(
                                    "Incorrect API key provided: sk-abcdefgh1234",
                                    "invalid_request_error",
                                    "invalid_api_key")),
                    credential(
                            "openai",
                            429,
                            openAi("You exceeded your quota", "insufficient_quota", "insufficient_quota")),
                    throttled(
                            "openai",
                            "",
                            openAi(
                                    "Rate limit reached for gpt-4o in organization org-abcdef1234 on requests per min (RPM):"
                                            + " Limit 3. Please try again in 20s.",
                                    "requests",
                                    "rate_limit_exceeded"),
                            "Rate limit reached for gpt-4o in organization *** on",
                            "20"),
                    throttled(
                            "openai",
                            "",
                            openAi("Please try again in 6m0s.", "tokens", "rate_limit_exceeded"),
                            "Please",
                            "360"),
                    throttled(
                            "openai",
                            "",
                            openAi("Please try again in 120ms.", "tokens", "rate_limit_exceeded"),
                            "Please",
                            "1"),
                    throttled(
                            "openai",
                            "x-ratelimit-remaining-requests: 0\nx-ratelimit-reset-requests: 17.575s",
                            openAi("Slow down.", "requests", "rate_limit_exceeded"),
                            "Slow down.",
                            "18"),
                    failed("openai", 500, openAi("The server had an error", "server_error", null), null),
                    failed("openai", 503, openAi("Overloaded", "server_error", null), "9"),
                    // Azure
                    rejected(
                            "azure",
                            404,
                            "{\"error\":{\"code\":\"DeploymentNotFound\",\"message\":\"The API deployment does not exist.\"}}",
                            404,
                            "DeploymentNotFound",
                            "The API deployment"),
                    rejected(
                            "azure",
                            400,
                            "{\"error\":{\"message\":\"The response was filtered\",\"type\":null,\"param\":\"prompt\",\"code\":"
                                    + "\"content_filter\",\"status\":400,\"innererror\":{\"code\":\"ResponsibleAIPolicyViolation\"}}}",
                            400,
                            "content_filter",
                            "The response was filtered"),
                    credential(
                            "azure",
                            401,
                            "{\"error\":{\"code\":\"401\",\"message\":\"Access denied due to invalid key\"}}"),
                    throttled(
                            "azure",
                            "retry-after: 1\nretry-after-ms: 0",
                            "{\"error\":{\"code\":\"RateLimitReached\",\"message\":\"Please retry after 26 seconds.\"}}",
                            "Please retry",
                            "0"),
                    throttled(
                            "azure",
                            "",
                            "{\"error\":{\"code\":\"429\",\"message\":\"Please retry after 26 seconds.\"}}",
                            "Please retry",
                            "26"),
                    throttled(
                            "azure",
                            "x-ratelimit-remaining-tokens: 0\nx-ratelimit-reset-tokens: 30000\nx-ratelimit-renewalperiod-tokens: 60",
                            "{\"error\":{\"code\":\"429\",\"message\":\"Too many.\"}}",
                            "Too many.",
                            "30"),
                    // Anthropic
                    rejected(
                            "anthropic",
                            400,
                            anthropic("invalid_request_error", "max_tokens: too large"),
                            400,
                            null,
                            "max_tokens: too large"),
                    rejected(
                            "anthropic",
                            400,
                            anthropic("invalid_request_error", "prompt is too long: 9 tokens > 8 maximum"),
                            400,
                            "context_length_exceeded",
                            "prompt is too long"),
                    rejected(
                            "anthropic",
                            404,
                            anthropic("not_found_error", "model: claude-x"),
                            404,
                            "model_not_found",
                            "model: claude-x"),
                    rejected(
                            "anthropic",
                            413,
                            anthropic("request_too_large", "Request exceeds the maximum size"),
                            413,
                            null,
                            "Request exceeds"),
                    credential("anthropic", 401, anthropic("authentication_error", "invalid x-api-key")),
                    credential("anthropic", 402, anthropic("billing_error", "pay")),
                    credential("anthropic", 403, anthropic("permission_error", "no")),
                    credential("anthropic", 400, anthropic("invalid_request_error", "Your credit balance is too low")),
                    credential(
                            "anthropic",
                            429,
                            "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"spent\","
                                    + "\"details\":{\"error_code\":\"enforced_spend_limit_reached\"}}}"),
                    throttled("anthropic", "retry-after: 12", anthropic("rate_limit_error", "slow"), "slow", "12"),
                    new Row(
                            "anthropic",
                            529,
                            "retry-after: 3",
                            anthropic("overloaded_error", "Overloaded"),
                            503,
                            "server_error",
                            "overloaded",
                            "Overloaded",
                            "3"),
                    failed("anthropic", 500, anthropic("api_error", "Internal server error"), null),
                    failed("anthropic", 504, anthropic("timeout_error", "late"), null),
                    // Gemini, in an object and in a list
                    rejected(
                            "gemini",
                            400,
                            google(400, "INVALID_ARGUMENT", "Please use a valid role", ""),
                            400,
                            null,
                            "Please use a valid role"),
                    rejected(
                            "gemini",
                            404,
                            google(404, "NOT_FOUND", "models/x is not found", ""),
                            404,
                            "model_not_found",
                            "models/x"),
                    credential(
                            "gemini",
                            400,
                            google(400, "INVALID_ARGUMENT", "API key not valid.", "{\"reason\":\"API_KEY_INVALID\"}")),
                    credential("gemini", 403, google(403, "PERMISSION_DENIED", "no", "")),
                    throttled(
                            "gemini",
                            "",
                            google(
                                    429,
                                    "RESOURCE_EXHAUSTED",
                                    "You exceeded your current quota",
                                    "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"34.4s\"}"),
                            "You exceeded",
                            "35"),
                    throttled(
                            "gemini",
                            "",
                            "[" + google(429, "RESOURCE_EXHAUSTED", "Please retry in 48.2s.", "") + "]",
                            "Please retry",
                            "49"),
                    failed("gemini", 503, google(503, "UNAVAILABLE", "The model is overloaded", ""), null),
                    failed("gemini", 504, google(504, "DEADLINE_EXCEEDED", "late", ""), null),
                    // Bedrock, its type in a header or in the body
                    amazon(
                            "bedrock",
                            400,
                            "ValidationException",
                            "messages.0: text field is blank",
                            rejected("", 400, "", 400, null, "messages.0: text")),
                    amazon(
                            "bedrock",
                            400,
                            "ValidationException",
                            "Input is too long for requested model.",
                            rejected("", 400, "", 400, "context_length_exceeded", "Input is too long")),
                    amazon(
                            "bedrock-anthropic",
                            400,
                            "ValidationException",
                            "input length and `max_tokens` exceed context limit: 9 + 8 > 10",
                            rejected("", 400, "", 400, "context_length_exceeded", "input length")),
                    amazon(
                            "bedrock",
                            404,
                            "ResourceNotFoundException",
                            "Could not resolve the foundation model from the provided model identifier.",
                            rejected("", 404, "", 404, null, "Could not resolve")),
                    amazon(
                            "bedrock",
                            403,
                            "AccessDeniedException",
                            "You don't have access to the model.",
                            credential("", 403, "")),
                    amazon(
                            "bedrock",
                            403,
                            "ExpiredTokenException",
                            "The security token included in the request is expired",
                            credential("", 403, "")),
                    amazon(
                            "bedrock",
                            400,
                            "ExpiredTokenException",
                            "The security token included in the request is expired",
                            credential("", 400, "")),
                    amazon(
                            "bedrock",
                            403,
                            "UnrecognizedClientException",
                            "The security token included in the request is invalid.",
                            credential("", 403, "")),
                    amazon(
                            "bedrock",
                            403,
                            "InvalidSignatureException",
                            "Signature expired: 1 is now earlier than 2",
                            credential("", 403, "")),
                    amazon(
                            "bedrock",
                            429,
                            "ThrottlingException",
                            "Too many requests, please wait before trying again.",
                            throttled("", "", "", "Too many requests", null)),
                    amazon(
                            "bedrock-anthropic",
                            429,
                            "ThrottlingException",
                            "Too many tokens, please wait before trying again.",
                            throttled("", "retry-after: 7", "", "Too many tokens", "7")),
                    amazon(
                            "bedrock",
                            429,
                            "ModelNotReadyException",
                            "Model is not ready for inference.",
                            throttled("", "", "", "Model is not ready", null)),
                    amazon(
                            "bedrock",
                            408,
                            "ModelTimeoutException",
                            "Model has timed out in processing the request.",
                            timedOut("", 408, "")),
                    amazon(
                            "bedrock",
                            424,
                            "ModelErrorException",
                            "The system encountered an unexpected error.",
                            failed("", 424, "", null)),
                    amazon(
                            "bedrock",
                            500,
                            "InternalServerException",
                            "The system encountered an unexpected error.",
                            failed("", 500, "", null)),
                    amazon(
                            "bedrock",
                            503,
                            "ServiceUnavailableException",
                            "Bedrock is unable to process your request.",
                            failed("", 503, "", "5")),
                    throttled(
                            "bedrock",
                            "",
                            "{\"__type\":\"com.amazon.coral.service#ThrottlingException\",\"Message\":\"Rate exceeded\"}",
                            "Rate exceeded",
                            null),
                    credential(
                            "bedrock",
                            400,
                            "{\"__type\":\"com.amazon.coral.service#ExpiredTokenException\",\"message\":\"expired\"}"),
                    timedOut("bedrock", 408, "{\"__type\":\"ModelTimeoutException\",\"message\":\"late\"}"),
                    new Row(
                            "bedrock",
                            200,
                            "",
                            "{\"Output\":{\"__type\":\"com.amazon.coral.service#UnknownOperationException\"},"
                                    + "\"Version\":\"1.0\"}",
                            502,
                            "upstream_error",
                            "upstream_error",
                            "The upstream failed with UnknownOperationException; this is not about your request.",
                            null),
                    // Vertex, in an object and in a list
                    rejected(
                            "vertex",
                            400,
                            google(400, "INVALID_ARGUMENT", "Please use a valid role: user, model.", ""),
                            400,
                            null,
                            "Please use a valid role"),
                    rejected(
                            "vertex",
                            400,
                            google(400, "FAILED_PRECONDITION", "User location is not supported", ""),
                            400,
                            null,
                            "User location"),
                    rejected(
                            "vertex",
                            400,
                            google(
                                    400,
                                    "INVALID_ARGUMENT",
                                    "The input token count (9) exceeds the maximum number of tokens allowed (8).",
                                    ""),
                            400,
                            "context_length_exceeded",
                            "The input token count"),
                    rejected(
                            "vertex",
                            404,
                            "[" + google(404, "NOT_FOUND", "Publisher Model was not found", "") + "]",
                            404,
                            "model_not_found",
                            "Publisher Model"),
                    credential(
                            "vertex",
                            401,
                            google(
                                    401,
                                    "UNAUTHENTICATED",
                                    "Request had invalid authentication credentials.",
                                    "{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"ACCESS_TOKEN_EXPIRED\"}")),
                    credential("vertex", 401, "[" + google(401, "UNAUTHENTICATED", "no", "") + "]"),
                    credential("vertex", 403, google(403, "PERMISSION_DENIED", "Permission denied on resource", "")),
                    throttled(
                            "vertex",
                            "",
                            google(429, "RESOURCE_EXHAUSTED", "Resource exhausted.", ""),
                            "Resource exhausted.",
                            null),
                    throttled(
                            "vertex",
                            "",
                            "["
                                    + google(
                                            429,
                                            "RESOURCE_EXHAUSTED",
                                            "Quota exceeded",
                                            "{\"@type\":\"type.googleapis.com/google.rpc.QuotaFailure\"},"
                                                    + "{\"@type\":\"type.googleapis.com/google.rpc.RetryInfo\",\"retryDelay\":\"48s\"}")
                                    + "]",
                            "Quota exceeded",
                            "48"),
                    failed("vertex", 500, google(500, "INTERNAL", "An internal error has occurred", ""), null),
                    failed("vertex", 503, google(503, "UNAVAILABLE", "The service is unavailable", ""), "2"),
                    failed("vertex", 504, "[" + google(504, "DEADLINE_EXCEEDED", "late", "") + "]", null),
                    // Claude on Vertex: Anthropic's errors, and Google's of what stands before it
                    rejected(
                            "vertex/claude-sonnet-4-5",
                            400,
                            anthropic("invalid_request_error", "prompt is too long: 9 tokens > 8 maximum"),
                            400,
                            "context_length_exceeded",
                            "prompt is too long"),
                    credential("vertex/claude-sonnet-4-5", 401, "[" + google(401, "UNAUTHENTICATED", "no", "") + "]"),
                    throttled(
                            "vertex/claude-sonnet-4-5",
                            "",
                            google(429, "RESOURCE_EXHAUSTED", "Quota exceeded", ""),
                            "Quota exceeded",
                            null),
                    throttled(
                            "vertex/claude-sonnet-4-5",
                            "",
                            "[" + google(429, "RESOURCE_EXHAUSTED", "Quota exceeded", "") + "]",
                            "Quota exceeded",
                            null),
                    // Cohere
                    rejected(
                            "cohere",
                            400,
                            "{\"id\":\"1\",\"message\":\"invalid request\"}",
                            400,
                            null,
                            "invalid request"),
                    rejected(
                            "cohere",
                            400,
                            "{\"message\":\"too many tokens\",\"error_type\":\"TOO_MANY_TOKENS\"}",
                            400,
                            "context_length_exceeded",
                            "too many tokens"),
                    credential("cohere", 401, "{\"message\":\"invalid api token\"}"),
                    credential("cohere", 498, "{\"message\":\"invalid token\"}"),
                    throttled("cohere", "", "{\"message\":\"You are using a trial key\"}", "You are using", null),
                    failed("cohere", 500, "{\"message\":\"internal\"}", null),
                    // Mistral
                    credential("mistral", 401, "{\"detail\":\"Invalid API Key\"}"),
                    rejected(
                            "mistral",
                            400,
                            "{\"object\":\"error\",\"message\":\"Invalid model: x\",\"type\":\"invalid_model\",\"param\":null,"
                                    + "\"code\":\"1500\",\"raw_status_code\":400}",
                            400,
                            "1500",
                            "Invalid model: x"),
                    rejected(
                            "mistral",
                            422,
                            "{\"detail\":[{\"type\":\"extra_forbidden\",\"loc\":[\"body\",\"foo\"],\"msg\":\"Extra inputs are not"
                                    + " permitted\"}]}",
                            400,
                            null,
                            "Extra inputs"),
                    throttled(
                            "mistral",
                            "",
                            "{\"object\":\"error\",\"message\":\"Rate limit exceeded\",\"code\":\"1300\"}",
                            "Rate limit exceeded",
                            null),
                    // xAI: the error is a text, a bad key a 400
                    credential(
                            "xai",
                            400,
                            "{\"code\":\"invalid-argument\",\"error\":\"Incorrect API key provided: xa***bc\"}"),
                    rejected(
                            "xai",
                            400,
                            "{\"code\":\"invalid-argument\",\"error\":\"Argument not supported: stop\"}",
                            400,
                            "invalid-argument",
                            "Argument not supported"),
                    // DeepSeek
                    credential(
                            "deepseek",
                            401,
                            openAi("Authentication Fails", "authentication_error", "invalid_request_error")),
                    credential(
                            "deepseek", 402, openAi("Insufficient Balance", "unknown_error", "invalid_request_error")),
                    rejected(
                            "deepseek",
                            422,
                            openAi("missing field", "invalid_request_error", "invalid_request_error"),
                            422,
                            "invalid_request_error",
                            "missing field"),
                    // OpenRouter: codes are numbers, also inside a success
                    throttled(
                            "openrouter",
                            "",
                            "{\"error\":{\"code\":429,\"message\":\"Provider returned error\",\"metadata\":{\"raw\":\"x\"}},"
                                    + "\"user_id\":\"user_1\"}",
                            "Provider returned error",
                            null),
                    new Row(
                            "openrouter",
                            200,
                            "",
                            "{\"error\":{\"code\":429,\"message\":\"Try again in 3 seconds\"},\"user_id\":\"user_1\"}",
                            429,
                            "rate_limit_error",
                            "rate_limit_exceeded",
                            "Try again",
                            "3"),
                    // Groq
                    rejected(
                            "groq",
                            400,
                            "{\"error\":{\"message\":\"Failed to call a function.\",\"type\":\"invalid_request_error\","
                                    + "\"code\":\"tool_use_failed\",\"failed_generation\":\"{}\"}}",
                            400,
                            "tool_use_failed",
                            "Failed to call"),
                    throttled(
                            "groq",
                            "",
                            openAi("Rate limit reached. Please try again in 7.66s.", "tokens", "rate_limit_exceeded"),
                            "Rate limit",
                            "8"),
                    // Perplexity: the code is a number
                    credential(
                            "perplexity",
                            401,
                            "{\"error\":{\"message\":\"Invalid API key\",\"type\":\"invalid_api_key\",\"code\":401}}"),
                    // Together
                    throttled(
                            "together",
                            "x-ratelimit-limit: 10\nx-ratelimit-remaining: 0\nx-ratelimit-reset: 4",
                            openAi("slow", "rate_limit", null),
                            "slow",
                            "4"),
                    // Ollama, by both of its ways
                    rejected(
                            "ollama-native",
                            404,
                            "{\"error\":\"model 'x' not found\"}",
                            404,
                            "model_not_found",
                            "model 'x' not found"),
                    new Row(
                            "ollama",
                            404,
                            "",
                            openAi("model 'x' not found", "api_error", null),
                            404,
                            "api_error",
                            null,
                            "model 'x'",
                            null),
                    // vLLM, old
                    rejected(
                            "vllm",
                            400,
                            "{\"object\":\"error\",\"message\":\"bad\",\"type\":\"BadRequestError\",\"code\":400}",
                            400,
                            "400",
                            "bad"),
                    // Whoever stands in between
                    failed("openai", 502, "<html><head><title>502 Bad Gateway</title></head></html>", null),
                    failed("anthropic", 502, "", null),
                    rejected("cohere", 400, "upstream says no", 400, null, "upstream says no"),
                    rejected(
                            "gemini",
                            404,
                            "<html>Not Found</html>",
                            404,
                            null,
                            "The upstream 'up-%d' answered with status 404."),
                    throttled(
                            "openai-compatible",
                            "retry-after: Sun, 06 Nov 1994 08:49:37 GMT",
                            "slow down",
                            "slow down",
                            "0"))
            .toList();

    private final FakeUpstream upstream = new FakeUpstream();
    private final TestGateway gateway = TestGateway.start(configuration(upstream.url()));

    /** Each row has an upstream of its own: one that throttles or refuses is left alone for a while. */
    private static String configuration(String url) {
        var upstreams = new StringBuilder("upstreams:\n");
        var models = new StringBuilder("models:\n");
        for (int i = 0; i < ROWS.size(); i++) {
            String[] provider = (ROWS.get(i).provider() + "/model").split("/", 3);
            String cloud = provider[0].equals("vertex") ? ", google: { project: acme-1 }" : "";
            upstreams.append("  up-%d: { provider: %s, base-url: \"%s\", api-key: key-of-ours, breaker: off%s }\n"
                    .formatted(i, provider[0], url, cloud));
            models.append("  m-%d: { targets: [ up-%d/%s ], retry: { attempts: 1 } }\n".formatted(i, i, provider[1]));
        }
        return upstreams.append(models).toString();
    }

    @AfterAll
    void close() {
        upstream.close();
        gateway.close();
    }

    static List<Integer> rows() {
        return IntStream.range(0, ROWS.size()).boxed().toList();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void an_error_says_whose_fault_it_is(int number) {
        Row row = ROWS.get(number);
        Reply reply = Reply.json(row.status(), row.body());
        for (String header : row.headers().lines().toList()) {
            reply = reply.header(header.split(": ", 2)[0], header.split(": ", 2)[1]);
        }
        upstream.always(reply);
        HttpResponse<String> answer = gateway.post("/v1/chat/completions", Pair.chat("m-" + number));
        List<Object> seen = new ArrayList<>();
        JsonNode error = JsonMapper.shared().readTree(answer.body()).path("error");
        seen.add(answer.statusCode());
        seen.add(error.path("type").asString());
        seen.add(error.path("code").isNull() ? "null" : error.path("code").asString());
        seen.add(answer.headers().firstValue("retry-after").orElse("none"));
        assertThat(seen)
                .as(row + " came as " + answer.body())
                .containsExactly(
                        row.shown(),
                        row.type(),
                        Optional.ofNullable(row.code()).orElse("null"),
                        Optional.ofNullable(row.delay()).orElse("none"));
        assertThat(error.propertyNames()).containsExactlyInAnyOrder("message", "type", "param", "code");
        assertThat(error.path("message").asString()).startsWith(row.message().formatted(number));
        assertThat(answer.body())
                .doesNotContain("sk-abcdefgh1234", "org-abcdef1234", "key-of-ours", "user_1", "xa***bc");
    }
}
