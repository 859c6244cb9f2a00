package dev.headgate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.dialect.openai.OpenAiDialect;
import dev.headgate.testkit.Recording;
import dev.headgate.testkit.Recordings;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RefusalTest {
    private static Failure failure(int status, String body) {
        return failure(new OpenAiDialect().readError(status, Body.of(body)));
    }

    private static Failure failure(UpstreamError error) {
        return Classification.classify("up", error, Optional.empty(), List.of());
    }

    private static String saying(String message) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"invalid_request_error\"}}";
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"error":{"message":"No.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}
            {"id":"7","message":"No.","error":{"message":"No.","type":"TOO_MANY_TOKENS"}}
            {"error":{"code":400,"message":"No.","type":"exceed_context_size_error","n_prompt_tokens":9,"n_ctx":8}}
            """)
    void a_code_or_a_type_says_that_the_context_is_too_small(String body) {
        assertThat(Refusal.of(failure(400, body))).contains(Refusal.CONTEXT_WINDOW);
        assertThat(failure(400, body).code()).contains("context_length_exceeded");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "This model's maximum context length is 8192 tokens. However, your messages resulted in 8545 tokens.",
                "Your input exceeds the context window of this model. Please adjust your input and try again.",
                "prompt is too long: 213462 tokens > 200000 maximum",
                "input length and `max_tokens` exceed context limit: 178959 + 64000 > 200000, decrease input length",
                "The input token count (1196265) exceeds the maximum number of tokens allowed (1048575).",
                "The decoder prompt (length 163840) is longer than the maximum model length of 131072.",
                "The prompt (total length 25938) is too long to fit into the model (context length 4096).",
                "length of prompt_tokens (163280) must be less than max_seq_len (32768).",
                "Prompt contains 40000 tokens and 0 draft tokens, too large for model with 32768 maximum context length",
                "This model's maximum prompt length is 131072 but the request contains 537812 tokens.",
                "the request exceeds the available context size. try increasing the context size",
                "the model is loaded with context length of only 4096 tokens, which is not enough",
                "Please reduce the length of the messages or completion.",
                "Invalid request: Your request exceeded model token limit: 131072",
                "too many tokens: size limit exceeded by 7 tokens",
                "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 32769. Given: 40000",
                "Range of input length should be [1, 129024]",
                "The input (9000 tokens) is longer than the model's context length (8192 tokens).",
                "Input is too long for requested model.",
                "the input length exceeds the context length",
            })
    void words_say_that_the_context_is_too_small(String message) {
        Failure f = failure(400, saying(message));
        assertThat(Refusal.of(f)).contains(Refusal.CONTEXT_WINDOW);
        assertThat(f.message()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            400 | {"error":{"code":"content_filter","message":"The response was filtered.","status":400}}
            400 | {"error":{"code":"400","message":"No.","innererror":{"code":"ResponsibleAIPolicyViolation"}}}
            400 | {"error":{"message":"No.","type":"image_generation_user_error","param":null,"code":"moderation_blocked"}}
            400 | {"error":{"message":"No.","type":"invalid_request_error","param":null,"code":"content_policy_violation"}}
            400 | {"error":{"message":"No.","type":"content_filter"}}
            400 | {"error":{"message":"Content Exists Risk","type":"invalid_request_error","param":null,"code":"x"}}
            400 | {"type":"error","error":{"type":"invalid_request_error","message":"Output blocked by content filtering policy"}}
            400 | {"error":{"message":"Invalid prompt: your prompt was flagged as potentially violating our usage policy.","code":"invalid_prompt"}}
            403 | {"error":{"message":"x requires moderation. Your input was flagged for \\"violence\\".","code":403}}
            403 | {"code":"The caller does not have permission","error":"Content violates usage guidelines. Team: t"}
            """)
    void a_content_filter_is_known_by_code_type_or_words(int status, String body) {
        assertThat(Refusal.of(failure(status, body))).contains(Refusal.CONTENT_FILTER);
        assertThat(failure(status, body).code()).contains("content_filter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max_tokens is too large: 999999. This model supports at most 16384 completion tokens.",
                "Invalid 'messages[0].content': string too long. Expected a string with maximum length 1048576.",
                "Unsupported parameter: 'max_tokens' is not supported with this model.",
                "The model `gpt-9` does not exist or you do not have access to it.",
                "The service is policy bound.",
            })
    void other_rejections_keep_their_code(String message) {
        Failure f = failure(400, saying(message));
        assertThat(f.kind()).isEqualTo(Kind.UPSTREAM_REJECTED);
        assertThat(f.code()).isEmpty();
        assertThat(Refusal.of(f)).isEmpty();
    }

    @Test
    void what_is_no_rejection_is_no_refusal() {
        assertThat(Refusal.of(failure(500, saying("maximum context length exceeded"))))
                .isEmpty();
        assertThat(Refusal.of(failure(401, saying("content_filter")))).isEmpty();
        assertThat(Refusal.of(failure(403, saying("Your account was flagged."))))
                .isEmpty();
        assertThat(Refusal.of(Failure.invalid("no", "x", "content_filter"))).isEmpty();
    }

    @Test
    void no_recorded_rejection_is_mistaken_for_one() {
        List<Recording> recorded = Recordings.cases(m -> m.status() >= 400);
        assertThat(recorded).hasSizeGreaterThan(30);
        for (Recording r : recorded) {
            UpstreamError error = new OpenAiDialect().readError(r.meta().status(), Body.wrap(r.response()));
            assertThat(Refusal.of(failure(error))).as(r.toString()).isEmpty();
        }
    }

    @Property(tries = 300)
    void no_words_make_it_throw(@ForAll String message) {
        UpstreamError error = new UpstreamError(
                400, message, Optional.of(message), Optional.empty(), Optional.empty(), false, Optional.empty());
        assertThat(failure(error).kind()).isEqualTo(Kind.UPSTREAM_REJECTED);
    }
}
