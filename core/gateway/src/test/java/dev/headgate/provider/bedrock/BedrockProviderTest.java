package dev.headgate.provider.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.api.Operation;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.provider.Provider;
import dev.headgate.provider.ProviderSettings;
import dev.headgate.provider.ProviderType;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BedrockProviderTest {
    private static Provider of(ProviderType type) {
        return type.factory().create(new ProviderSettings("https://b", Optional.empty(), Optional.empty()));
    }

    private final Provider provider = of(BedrockProvider.TYPE);

    @ParameterizedTest
    @CsvSource({
        "us.amazon.nova-lite-v1:0, us.amazon.nova-lite-v1%3A0",
        "arn:aws:bedrock:us-east-1:012345678901:inference-profile/us.x.y, arn%3Aaws%3Abedrock%3Aus-east-1%3A012345678901%3Ainference-profile%2Fus.x.y",
        "m@1, m%401",
        ".., %2E%2E"
    })
    void the_model_stands_in_the_path_as_one_segment(String model, String segment) {
        assertThat(provider.path(Operation.CHAT, model, false)).isEqualTo("/model/" + segment + "/converse");
        assertThat(provider.path(Operation.CHAT, model, true)).isEqualTo("/model/" + segment + "/converse-stream");
        Provider anthropic = of(BedrockProvider.ANTHROPIC);
        assertThat(anthropic.path(Operation.CHAT, model, false)).isEqualTo("/model/" + segment + "/invoke");
        assertThat(anthropic.path(Operation.CHAT, model, true))
                .isEqualTo("/model/" + segment + "/invoke-with-response-stream");
    }

    @ParameterizedTest
    @CsvSource({
        "400, UPSTREAM_REJECTED",
        "401, UPSTREAM_AUTH",
        "403, UPSTREAM_AUTH",
        "404, UPSTREAM_REJECTED",
        "408, UPSTREAM_TIMEOUT",
        "424, UPSTREAM_FAILED",
        "429, UPSTREAM_THROTTLED",
        "500, UPSTREAM_FAILED",
        "503, UPSTREAM_FAILED"
    })
    void a_status_means_what_it_means_at_bedrock(int status, Kind kind) {
        assertThat(classify(status, "no").kind()).isEqualTo(kind);
    }

    @Test
    void a_prompt_that_is_too_long_is_known_by_its_words() {
        assertThat(classify(400, "Input is too long for requested model.").code())
                .contains("context_length_exceeded");
    }

    private Failure classify(int status, String message) {
        var error = new UpstreamError(
                status, message, Optional.empty(), Optional.empty(), Optional.empty(), false, Optional.empty());
        return provider.classify("b", error, Optional.empty());
    }
}
