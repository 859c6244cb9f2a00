package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.openai.errors.NotFoundException;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.responses.inputtokens.InputTokenCountParams;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.Reply;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.Arguments;

/** Embeddings and counts of tokens with the official OpenAI SDK while the provider speaks a format of its own. */
final class NativeOperationsSdkTest {
    private static final String KEY = "hg-key-of-the-sdk-test";
    private static final FakeUpstream UPSTREAM = new FakeUpstream();
    private static PackagedGateway gateway;

    @BeforeAll
    static void start() {
        gateway = PackagedGateway.start("""
                upstreams:
                  gemini: { provider: gemini, base-url: "%s", api-key: upstream-key-0000 }
                  claude: { provider: anthropic, base-url: "%s", api-key: upstream-key-0000 }
                models: { embedding: gemini/gemini-embedding-001, claude: claude/claude-sonnet-4-5 }
                keys: [ { name: app, secret: "${APP_KEY}" } ]
                """.formatted(UPSTREAM.url(), UPSTREAM.url()), Map.of("APP_KEY", KEY));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        UPSTREAM.close();
    }

    static Stream<Arguments> faces() {
        return Stream.of(
                arguments(named("sync", Sdk.of(false, gateway.url(), KEY))),
                arguments(named("async", Sdk.of(true, gateway.url(), KEY))));
    }

    private static EmbeddingCreateParams.Builder texts(String model) {
        return EmbeddingCreateParams.builder().model(model).inputOfArrayOfStrings(List.of("one", "two"));
    }

    @OnBothFaces
    void embeddings_come_as_the_sdk_asks_for_them(Sdk sdk) {
        for (EmbeddingCreateParams params : List.of(
                texts("embedding").build(),
                texts("embedding")
                        .encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT)
                        .build(),
                texts("embedding")
                        .encodingFormat(EmbeddingCreateParams.EncodingFormat.BASE64)
                        .dimensions(2)
                        .build())) {
            UPSTREAM.script(
                    Reply.json(200, "{\"embeddings\":[{\"values\":[0.5,-1.25]},{\"values\":[0.1,-3.9557537e-05]}]}"));
            CreateEmbeddingResponse answer = sdk.embeddings(params);
            assertThat(answer.data().getFirst().embedding()).containsExactly(0.5f, -1.25f);
            assertThat(answer.data().getLast().embedding()).containsExactly(0.1f, -3.9557537e-05f);
            assertThat(answer.data().getLast().index()).isEqualTo(1);
            assertThat(answer.model()).isEqualTo("gemini-embedding-001");
            assertThat(answer.usage().promptTokens()).isZero();
        }
        assertThat(UPSTREAM.received().getLast().body().text()).contains("\"outputDimensionality\":2");
    }

    @OnBothFaces
    void tokens_are_counted(Sdk sdk) {
        UPSTREAM.script(Reply.json(200, "{\"input_tokens\":14}"));
        assertThat(sdk.inputTokens(InputTokenCountParams.builder()
                        .model("claude")
                        .input("hello")
                        .instructions("be brief")
                        .build()))
                .isEqualTo(14);
        assertThat(UPSTREAM.received().getLast().path()).isEqualTo("/v1/messages/count_tokens");
    }

    @OnBothFaces
    void a_model_that_lacks_the_operation_is_not_found(Sdk sdk) {
        NotFoundException e = catchThrowableOfType(
                NotFoundException.class, () -> sdk.embeddings(texts("claude").build()));
        assertThat(e.code()).contains("unsupported_operation");
        assertThat(e.getMessage()).contains("Those of these providers have it: gemini.");
    }
}
