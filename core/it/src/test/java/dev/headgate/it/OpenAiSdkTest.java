package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.openai.core.JsonValue;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionFunctionCallOption;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.Completion;
import com.openai.models.completions.CompletionCreateParams;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.models.Model;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.OpenAiReplies;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.Arguments;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What applications do with the official SDK, pointed at the gateway by its base URL and its key alone. */
final class OpenAiSdkTest {
    private static final String KEY = "hg-key-of-the-sdk-test";
    private static final FakeUpstream UPSTREAM = new FakeUpstream();
    private static PackagedGateway gateway;

    @BeforeAll
    static void start() {
        gateway = PackagedGateway.start("""
                upstreams: { up: { provider: openai-compatible, base-url: "%s", api-key: upstream-key-0000 } }
                models: { m: up/real, "text-*": up/* }
                keys: [ { name: app, secret: "${APP_KEY}" } ]
                """.formatted(UPSTREAM.url()), Map.of("APP_KEY", KEY));
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

    private static ChatCompletionCreateParams.Builder hello() {
        return ChatCompletionCreateParams.builder().model("m").addUserMessage("hello");
    }

    private static JsonNode lastBody() {
        return JsonMapper.shared().readTree(last().body().array());
    }

    private static Received last() {
        return UPSTREAM.received().getLast();
    }

    @OnBothFaces
    void a_chat_is_answered_with_its_text_and_usage(Sdk sdk) {
        UPSTREAM.script(OpenAiReplies.chat("Hi, ✓.", 12, 5));
        ChatCompletion answer = sdk.chat(hello().temperature(0.25).build());
        assertThat(answer.choices().getFirst().message().content()).contains("Hi, ✓.");
        assertThat(answer.usage().orElseThrow().totalTokens()).isEqualTo(17);
        assertThat(last().header("authorization")).isEqualTo("Bearer upstream-key-0000");
        assertThat(lastBody().path("model").asString()).isEqualTo("real");
        assertThat(lastBody().path("temperature").asDouble()).isEqualTo(0.25);
    }

    @OnBothFaces
    void a_stream_is_the_text_in_pieces_without_usage_nobody_asked_for(Sdk sdk) {
        UPSTREAM.script(OpenAiReplies.chatStreamWithUsage(12, 3, "one ", "two ", "three"));
        var text = new StringBuilder();
        var withUsage = new ArrayList<ChatCompletionChunk>();
        sdk.stream(hello().build(), chunk -> {
            chunk.choices().forEach(c -> c.delta().content().ifPresent(text::append));
            chunk.usage().ifPresent(u -> withUsage.add(chunk));
        });
        assertThat(text).hasToString("one two three");
        assertThat(withUsage).isEmpty();
    }

    @OnBothFaces
    void a_stream_reports_usage_to_whom_asks_for_it(Sdk sdk) {
        UPSTREAM.script(OpenAiReplies.chatStreamWithUsage(12, 3, "one"));
        var accumulator = ChatCompletionAccumulator.create();
        sdk.stream(
                hello().streamOptions(ChatCompletionStreamOptions.builder()
                                .includeUsage(true)
                                .build())
                        .build(),
                accumulator::accumulate);
        assertThat(accumulator.chatCompletion().usage().orElseThrow().promptTokens())
                .isEqualTo(12);
    }

    // Tools

    private static ChatCompletionCreateParams.Builder withTools() {
        return hello().addFunctionTool(FunctionDefinition.builder()
                        .name("weather")
                        .parameters(parameters())
                        .build())
                .addFunctionTool(FunctionDefinition.builder().name("time").build())
                .parallelToolCalls(true);
    }

    private static FunctionParameters parameters() {
        return FunctionParameters.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty(
                        "properties", JsonValue.from(Map.of("city", Map.of("type", "string", "maxLength", 40))))
                .build();
    }

    private static void assertParallelCalls(ChatCompletion answer) {
        ChatCompletion.Choice choice = answer.choices().getFirst();
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        assertThat(choice.message().toolCalls().orElseThrow())
                .extracting(c ->
                        c.asFunction().id() + " " + c.asFunction().function().name() + " "
                                + c.asFunction().function().arguments())
                .containsExactly("call_1 weather {\"city\":\"Łódź\"}", "call_2 time {}");
        JsonNode sent = lastBody();
        assertThat(sent.path("tools")).hasSize(2);
        assertThat(sent.at("/tools/0/function/parameters/properties/city/maxLength")
                        .asInt())
                .isEqualTo(40);
        assertThat(sent.path("parallel_tool_calls").asBoolean()).isTrue();
    }

    @OnBothFaces
    void parallel_tool_calls_come_whole(Sdk sdk) {
        UPSTREAM.script(Reply.json(200, """
                {"id":"c","object":"chat.completion","created":1,"model":"real","choices":[{"index":0,
                 "finish_reason":"tool_calls","logprobs":null,
                 "message":{"role":"assistant","content":null,"refusal":null,"tool_calls":[
                   {"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Łódź\\"}"}},
                   {"id":"call_2","type":"function","function":{"name":"time","arguments":"{}"}}]}}],
                 "usage":{"prompt_tokens":3,"completion_tokens":9,"total_tokens":12}}"""));
        assertParallelCalls(sdk.chat(withTools().build()));
    }

    @OnBothFaces
    void parallel_tool_calls_come_in_interleaved_pieces(Sdk sdk) {
        UPSTREAM.script(Reply.sse(
                OpenAiReplies.roleChunk(),
                callChunk(0, "\"id\":\"call_1\",\"type\":\"function\",", "\"name\":\"weather\",\"arguments\":\"\""),
                callChunk(1, "\"id\":\"call_2\",\"type\":\"function\",", "\"name\":\"time\",\"arguments\":\"{\""),
                callChunk(0, "", "\"arguments\":\"{\\\"city\\\":\\\"Łó\""),
                callChunk(1, "", "\"arguments\":\"}\""),
                callChunk(0, "", "\"arguments\":\"dź\\\"}\""),
                OpenAiReplies.finishChunk("tool_calls"),
                "[DONE]"));
        var accumulator = ChatCompletionAccumulator.create();
        sdk.stream(withTools().build(), accumulator::accumulate);
        assertParallelCalls(accumulator.chatCompletion());
    }

    private static String callChunk(int index, String head, String function) {
        return """
                {"id":"c","object":"chat.completion.chunk","created":1,"model":"real","choices":[{"index":0,\
                "delta":{"tool_calls":[{"index":%d,%s"function":{%s}}]},"finish_reason":null}]}""".formatted(index, head, function);
    }

    @OnBothFaces
    @SuppressWarnings("deprecation") // the legacy form is what is tested
    void legacy_functions_are_called(Sdk sdk) {
        UPSTREAM.script(Reply.json(200, """
                {"id":"c","object":"chat.completion","created":1,"model":"real","choices":[{"index":0,
                 "finish_reason":"function_call","logprobs":null,"message":{"role":"assistant","content":null,
                 "refusal":null,"function_call":{"name":"weather","arguments":"{\\"city\\":\\"Oslo\\"}"}}}]}"""));
        ChatCompletion answer = sdk.chat(hello().addFunction(ChatCompletionCreateParams.Function.builder()
                        .name("weather")
                        .parameters(parameters())
                        .build())
                .functionCall(ChatCompletionFunctionCallOption.builder()
                        .name("weather")
                        .build())
                .build());
        ChatCompletionMessage.FunctionCall call =
                answer.choices().getFirst().message().functionCall().orElseThrow();
        assertThat(call.name() + call.arguments()).isEqualTo("weather{\"city\":\"Oslo\"}");
        assertThat(lastBody().at("/functions/0/name").asString()).isEqualTo("weather");
        assertThat(lastBody().at("/function_call/name").asString()).isEqualTo("weather");
    }

    // Formats and parts

    @OnBothFaces
    void a_json_schema_reaches_the_upstream(Sdk sdk) {
        UPSTREAM.script(OpenAiReplies.chat("{\"answer\":42}"));
        ResponseFormatJsonSchema.JsonSchema.Schema schema = ResponseFormatJsonSchema.JsonSchema.Schema.builder()
                .putAdditionalProperty("type", JsonValue.from("object"))
                .putAdditionalProperty("properties", JsonValue.from(Map.of("answer", Map.of("type", "integer"))))
                .putAdditionalProperty("required", JsonValue.from(List.of("answer")))
                .putAdditionalProperty("additionalProperties", JsonValue.from(false))
                .build();
        ChatCompletion answer = sdk.chat(hello().responseFormat(ResponseFormatJsonSchema.builder()
                        .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                                .name("reply")
                                .strict(true)
                                .schema(schema)
                                .build())
                        .build())
                .build());
        assertThat(answer.choices().getFirst().message().content()).contains("{\"answer\":42}");
        JsonNode format = lastBody().path("response_format");
        assertThat(format.path("type").asString()).isEqualTo("json_schema");
        assertThat(format.at("/json_schema/strict").asBoolean()).isTrue();
        assertThat(format.at("/json_schema/schema/properties/answer/type").asString())
                .isEqualTo("integer");
    }

    @OnBothFaces
    void an_image_reaches_the_upstream_untouched(Sdk sdk) {
        UPSTREAM.script(OpenAiReplies.chat("a picture"));
        byte[] pixels = new byte[200_000];
        new Random(7).nextBytes(pixels);
        String url = "data:image/png;base64," + Base64.getEncoder().encodeToString(pixels);
        sdk.chat(ChatCompletionCreateParams.builder()
                .model("m")
                .addUserMessageOfArrayOfContentParts(List.of(
                        ChatCompletionContentPart.ofText(ChatCompletionContentPartText.builder()
                                .text("What is this?")
                                .build()),
                        ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                                .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                                        .url(url)
                                        .detail(ChatCompletionContentPartImage.ImageUrl.Detail.LOW)
                                        .build())
                                .build())))
                .build());
        assertThat(lastBody().at("/messages/0/content/1/image_url/url").asString())
                .isEqualTo(url);
        assertThat(lastBody().at("/messages/0/content/1/image_url/detail").asString())
                .isEqualTo("low");
    }

    // Other operations

    @OnBothFaces
    void embeddings_come_as_numbers(Sdk sdk) {
        UPSTREAM.script(embedding("[0.5,-1.25]"));
        CreateEmbeddingResponse answer = sdk.embeddings(EmbeddingCreateParams.builder()
                .model("text-embedding-3-small")
                .inputOfArrayOfStrings(List.of("one", "two"))
                .encodingFormat(EmbeddingCreateParams.EncodingFormat.FLOAT)
                .build());
        assertThat(answer.data().getFirst().embedding()).containsExactly(0.5f, -1.25f);
        assertThat(answer.usage().promptTokens()).isEqualTo(8);
        assertThat(last().path()).endsWith("/embeddings");
        assertThat(lastBody().path("model").asString()).isEqualTo("text-embedding-3-small");
        assertThat(lastBody().path("input")).hasSize(2);
    }

    @OnBothFaces
    void embeddings_come_in_base64(Sdk sdk) {
        byte[] floats = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(0.5f)
                .putFloat(-1.25f)
                .array();
        UPSTREAM.script(embedding("\"" + Base64.getEncoder().encodeToString(floats) + "\""));
        CreateEmbeddingResponse answer = sdk.embeddings(EmbeddingCreateParams.builder()
                .model("text-embedding-3-small")
                .input("one")
                .encodingFormat(EmbeddingCreateParams.EncodingFormat.BASE64)
                .build());
        assertThat(answer.data().getFirst().embeddingValue().base64()).isPresent();
        assertThat(answer.data().getFirst().embedding()).containsExactly(0.5f, -1.25f);
        assertThat(lastBody().path("encoding_format").asString()).isEqualTo("base64");
    }

    private static Reply embedding(String value) {
        return Reply.json(200, """
                {"object":"list","model":"text-embedding-3-small",\
                "data":[{"object":"embedding","index":0,"embedding":%s}],\
                "usage":{"prompt_tokens":8,"total_tokens":8}}""".formatted(value));
    }

    @OnBothFaces
    void models_are_listed_and_retrieved(Sdk sdk) {
        assertThat(sdk.models()).extracting(Model::id).containsExactly("m");
        assertThat(sdk.model("m").id()).isEqualTo("m");
        assertThat(sdk.model("m").ownedBy()).isEqualTo("up");
    }

    @OnBothFaces
    void a_legacy_completion_is_answered_whole_and_streamed(Sdk sdk) {
        var params = CompletionCreateParams.builder()
                .model("m")
                .prompt("Once upon")
                .maxTokens(5)
                .build();
        UPSTREAM.script(Reply.json(200, completion(" a time", "\"stop\"")));
        Completion whole = sdk.completion(params);
        assertThat(whole.choices().getFirst().text()).isEqualTo(" a time");
        assertThat(last().path()).endsWith("/completions").doesNotContain("chat");
        assertThat(lastBody().path("prompt").asString()).isEqualTo("Once upon");

        UPSTREAM.script(Reply.sse(completion(" a", "null"), completion(" time", "\"stop\""), "[DONE]"));
        assertThat(sdk.completionStream(params))
                .extracting(c -> c.choices().getFirst().text())
                .containsExactly(" a", " time");
    }

    private static String completion(String text, String finish) {
        return """
                {"id":"cmpl-1","object":"text_completion","created":1,"model":"real",\
                "choices":[{"text":"%s","index":0,"logprobs":null,"finish_reason":%s}]}""".formatted(text, finish);
    }
}
