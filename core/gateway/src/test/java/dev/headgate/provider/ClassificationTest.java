package dev.headgate.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.dialect.UpstreamError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClassificationTest {
    private static Failure classify(int status, @Nullable String code, String message) {
        return Classification.classify(
                "up",
                new UpstreamError(
                        status,
                        message,
                        Optional.empty(),
                        Optional.ofNullable(code),
                        Optional.empty(),
                        false,
                        Optional.empty()),
                Optional.of(Duration.ofSeconds(7)),
                List.of("Incorrect API key"));
    }

    @ParameterizedTest
    @CsvSource({
        // status, code, message, kind, status for the caller
        "400,,bad temperature,UPSTREAM_REJECTED,400",
        "400,context_length_exceeded,too long,UPSTREAM_REJECTED,400",
        "400,,Incorrect API key provided,UPSTREAM_AUTH,502",
        "401,invalid_api_key,no,UPSTREAM_AUTH,502",
        "402,,pay,UPSTREAM_AUTH,502",
        "403,,no,UPSTREAM_AUTH,502",
        "404,model_not_found,no such model,UPSTREAM_REJECTED,404",
        "408,,slow,UPSTREAM_FAILED,502",
        "413,,big,UPSTREAM_REJECTED,413",
        "422,,odd,UPSTREAM_REJECTED,422",
        "424,,x,UPSTREAM_FAILED,502",
        "425,,x,UPSTREAM_FAILED,502",
        "429,rate_limit_exceeded,slow down,UPSTREAM_THROTTLED,429",
        "429,insufficient_quota,pay,UPSTREAM_AUTH,502",
        "498,,capacity,UPSTREAM_AUTH,502",
        "500,,x,UPSTREAM_FAILED,502",
        "502,,x,UPSTREAM_FAILED,502",
        "503,,x,UPSTREAM_FAILED,502",
        "504,,x,UPSTREAM_FAILED,502",
        "529,overloaded,x,UPSTREAM_THROTTLED,503",
        "302,,x,UPSTREAM_FAILED,502",
    })
    void statuses_mean(int status, @Nullable String code, String message, Kind kind, int shown) {
        Failure f = classify(status, code, message);
        assertThat(f.kind()).isEqualTo(kind);
        assertThat(f.status()).isEqualTo(shown);
        assertThat(f.retryAfter().isPresent()).isEqualTo(kind == Kind.UPSTREAM_THROTTLED || status == 503);
        if (kind == Kind.UPSTREAM_REJECTED) {
            assertThat(f.message()).isEqualTo(message);
            assertThat(f.code()).isEqualTo(Optional.ofNullable(code));
        }
    }

    @Test
    void a_refused_content_is_not_taken_for_a_refused_credential() {
        Failure f = classify(
                403,
                "The caller does not have permission to execute the specified operation",
                "Content violates usage guidelines. Team: 1-2, API key ID: 3-4, Failed check: SAFETY_CHECK_TYPE_BIO");
        assertThat(f.kind()).isEqualTo(Kind.UPSTREAM_REJECTED);
        assertThat(f.status()).isEqualTo(400);
        assertThat(f.message()).isEqualTo("The upstream 'up' refused the content of this request.");
        assertThat(Refusal.of(f)).contains(Refusal.CONTENT_FILTER);
    }

    @Test
    void a_refusal_inside_a_success_is_a_rejection() {
        Failure f = classify(200, "context_length_exceeded", "too long");
        assertThat(f.kind()).isEqualTo(Kind.UPSTREAM_REJECTED);
        assertThat(f.status()).isEqualTo(400);
        assertThat(classify(200, null, "oh").kind()).isEqualTo(Kind.UPSTREAM_FAILED);
    }

    @Test
    void a_refused_credential_is_not_blamed_on_the_caller() {
        assertThat(classify(401, "invalid_api_key", "Incorrect API key provided: sk-abc1234")
                        .message())
                .isEqualTo("The upstream 'up' refused the gateway's own credential. This is not about your key;"
                        + " the gateway's operator must renew it.");
    }

    @Test
    void a_rejection_without_words_gets_some() {
        assertThat(classify(400, null, "").message()).isEqualTo("The upstream 'up' answered with status 400.");
    }

    @ParameterizedTest
    @CsvSource({
        "Incorrect API key provided: sk-proj-AbC123xyz789.,Incorrect API key provided: ***",
        "Rate limit for org-a1B2c3D4e5 reached,Rate limit for *** reached",
        "key gsk_abcdef1234567890 revoked,key *** revoked",
        "Provided sk-12****3456 is wrong,Provided *** is wrong",
        "Authorization: Bearer abcdefgh123 refused,Authorization: *** refused",
        "AIzaSyA1234567890abc is wrong,*** is wrong",
        "token 0123456789abcdef0123456789abcdef is wrong,token *** is wrong",
        "cannot reach http://10.1.2.3:8000/v1/chat now,cannot reach *** now",
        "cannot reach http://vllm-7:8000/v1 now,cannot reach *** now",
        "cannot reach http://llm.prod.svc.cluster.internal/x now,cannot reach *** now",
        "see https://platform.openai.com/docs for help,see https://platform.openai.com/docs for help",
        "model gpt-4o-mini-2024-07-18 does not exist,model gpt-4o-mini-2024-07-18 does not exist",
        "'max_tokens' is too large: 999999,'max_tokens' is too large: 999999",
    })
    void what_looks_like_a_credential_or_an_inner_address_is_masked(String said, String shown) {
        assertThat(Classification.mask(said)).isEqualTo(shown);
    }
}
