package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.openai.core.JsonValue;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import dev.headgate.testkit.FakeUpstream;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** What applications do with the official OpenAI SDK, through each format but Anthropic's, which has a test of its own. */
final class EveryFormatSdkTest {
    private static final String KEY = "hg-key-of-the-sdk-test";
    private static final FakeUpstream UPSTREAM = new FakeUpstream();
    private static PackagedGateway gateway;

    @BeforeAll
    static void start() {
        var upstreams = new StringBuilder("upstreams:\n");
        var models = new StringBuilder("models:\n");
        Stream.of(SpokenFormat.GEMINI, SpokenFormat.COHERE, SpokenFormat.OLLAMA, SpokenFormat.MISTRAL)
                .forEach(f -> {
                    upstreams.append("  %s: { provider: %s, base-url: \"%s\", api-key: upstream-key-0000 }\n"
                            .formatted(f, f, UPSTREAM.url()));
                    models.append("  \"%s-m\": %s/%s\n".formatted(f, f, model(f)));
                });
        gateway = PackagedGateway.start(
                upstreams.append(models) + "keys: [ { name: app, secret: \"${APP_KEY}\" } ]\n", Map.of("APP_KEY", KEY));
    }

    private static String model(SpokenFormat format) {
        return format.equals(SpokenFormat.GEMINI) ? "gemini-3-pro-preview" : "some-model";
    }

    @AfterAll
    static void stop() {
        gateway.close();
        UPSTREAM.close();
    }

    static Stream<Arguments> formats() {
        return Stream.of(SpokenFormat.GEMINI, SpokenFormat.COHERE, SpokenFormat.OLLAMA, SpokenFormat.MISTRAL)
                .flatMap(f -> Stream.of(
                        arguments(f, named("sync", Sdk.of(false, gateway.url(), KEY))),
                        arguments(f, named("async", Sdk.of(true, gateway.url(), KEY)))));
    }

    private static ChatCompletionCreateParams.Builder hello(SpokenFormat format) {
        return ChatCompletionCreateParams.builder().model(format + "-m").addUserMessage("hello");
    }

    private static String sent() {
        return UPSTREAM.received().getLast().body().text();
    }

    @ParameterizedTest
    @MethodSource("formats")
    void a_chat_is_answered_with_its_text_and_usage(SpokenFormat format, Sdk sdk) {
        UPSTREAM.script(format.whole(format.text().formatted("\"Hi, ✓.\"")));
        ChatCompletion answer = sdk.chat(hello(format).maxCompletionTokens(100).build());
        assertThat(answer.choices().getFirst().message().content()).contains("Hi, ✓.");
        assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(12);
        assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("formats")
    void a_stream_is_accumulated(SpokenFormat format, Sdk sdk) {
        UPSTREAM.script(format.stream(
                List.of(format.piece().formatted("\"one \""), format.piece().formatted("\"two\""), format.end())));
        var accumulator = ChatCompletionAccumulator.create();
        sdk.stream(
                hello(format)
                        .streamOptions(ChatCompletionStreamOptions.builder()
                                .includeUsage(true)
                                .build())
                        .build(),
                accumulator::accumulate);
        ChatCompletion answer = accumulator.chatCompletion();
        assertThat(answer.choices().getFirst().message().content()).contains("one two");
        assertThat(answer.choices().getFirst().finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.LENGTH);
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(15);
    }

    private static ChatCompletionCreateParams.Builder withTools(SpokenFormat format) {
        return hello(format)
                .addFunctionTool(FunctionDefinition.builder().name("weather").build())
                .addFunctionTool(FunctionDefinition.builder().name("time").build());
    }

    private static void secondTurn(SpokenFormat format, Sdk sdk, ChatCompletion answer) {
        ChatCompletion.Choice choice = answer.choices().getFirst();
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        assertThat(choice.message().toolCalls().orElseThrow())
                .extracting(c -> c.asFunction().function().name() + " "
                        + c.asFunction().function().arguments())
                .containsExactly("weather {\"city\":\"Łódź\"}", "time {}");
        ChatCompletionCreateParams.Builder next = withTools(format).addMessage(choice.message());
        choice.message()
                .toolCalls()
                .orElseThrow()
                .forEach(c -> next.addMessage(ChatCompletionToolMessageParam.builder()
                        .toolCallId(c.asFunction().id())
                        .content("of " + c.asFunction().function().name())
                        .build()));
        UPSTREAM.script(format.whole(format.text().formatted("\"done\"")));
        assertThat(sdk.chat(next.build()).choices().getFirst().message().content())
                .contains("done");
        assertThat(sent()).contains(format.secondTurn());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void parallel_calls_come_whole_and_their_results_go_back(SpokenFormat format, Sdk sdk) {
        UPSTREAM.script(format.whole(format.calls()));
        secondTurn(format, sdk, sdk.chat(withTools(format).build()));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void parallel_calls_come_in_pieces_and_their_results_go_back(SpokenFormat format, Sdk sdk) {
        UPSTREAM.script(format.stream(format.callStream()));
        var accumulator = ChatCompletionAccumulator.create();
        sdk.stream(withTools(format).build(), accumulator::accumulate);
        secondTurn(format, sdk, accumulator.chatCompletion());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void a_json_schema_is_the_form_of_the_answer(SpokenFormat format, Sdk sdk) {
        UPSTREAM.script(format.whole(format.text().formatted("\"{\\\"answer\\\":42}\"")));
        ResponseFormatJsonSchema.JsonSchema.Schema schema = ResponseFormatJsonSchema.JsonSchema.Schema.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("properties", JsonValue.from(Map.of("answer", Map.of("type", "integer"))))
                .build();
        ChatCompletion answer = sdk.chat(hello(format)
                .responseFormat(ResponseFormatJsonSchema.builder()
                        .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                                .name("reply")
                                .schema(schema)
                                .build())
                        .build())
                .build());
        assertThat(answer.choices().getFirst().message().content()).contains("{\"answer\":42}");
        assertThat(JsonMapper.shared().readTree(sent()).at(format.schema()).asString())
                .isEqualTo("integer");
    }

    @ParameterizedTest
    @MethodSource("formats")
    void an_image_is_sent_as_its_bytes(SpokenFormat format, Sdk sdk) {
        UPSTREAM.script(format.whole(format.text().formatted("\"a picture\"")));
        sdk.chat(ChatCompletionCreateParams.builder()
                .model(format + "-m")
                .addUserMessageOfArrayOfContentParts(
                        List.of(ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                                .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                                        .url("data:image/png;base64,iVBORw0KGgo=")
                                        .build())
                                .build())))
                .build());
        assertThat(sent()).contains(format.image());
    }
}
