package dev.headgate.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.openai.core.JsonValue;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ReasoningEffort;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.Frames;
import dev.headgate.testkit.Received;
import dev.headgate.testkit.Reply;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.Arguments;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What applications do with the official OpenAI SDK while the provider is Bedrock's Converse. */
final class BedrockSdkTest {
    private static final String KEY = "hg-key-of-the-sdk-test";
    private static final FakeUpstream UPSTREAM = new FakeUpstream();
    private static PackagedGateway gateway;

    @BeforeAll
    static void start() {
        gateway = PackagedGateway.start("""
            upstreams: { aws: { provider: bedrock, base-url: "%s", api-key: upstream-key-0000 } }
            models:
              m: aws/eu.anthropic.claude-sonnet-4-5-20250929-v1:0
              nova: aws/amazon.nova-lite-v1:0
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

    private static ChatCompletionCreateParams.Builder hello(String model) {
        return ChatCompletionCreateParams.builder().model(model).addUserMessage("hello");
    }

    private static JsonNode sent() {
        return JsonMapper.shared().readTree(UPSTREAM.received().getLast().body().array());
    }

    private static Reply message(String content, String reason) {
        return Reply.json(200, """
            {"output":{"message":{"role":"assistant","content":[%s]}},"stopReason":"%s",
             "usage":{"inputTokens":10,"outputTokens":5,"totalTokens":17,"cacheReadInputTokens":2},
             "metrics":{"latencyMs":1}}\
            """.formatted(content, reason));
    }

    private static Reply frames(String reason, byte[]... frames) {
        Reply reply = Reply.of(200)
                .header("content-type", "application/vnd.amazon.eventstream")
                .chunked()
                .then(Frames.event("messageStart", "{\"role\":\"assistant\",\"p\":\"abcd\"}"));
        for (byte[] f : frames) {
            reply = reply.then(f);
        }
        return reply.then(Frames.event("messageStop", "{\"stopReason\":\"" + reason + "\"}"))
                .then(Frames.event(
                        "metadata", "{\"usage\":{\"inputTokens\":10,\"outputTokens\":5,\"totalTokens\":15}}"));
    }

    private static byte[] delta(int block, String delta) {
        return Frames.event(
                "contentBlockDelta", "{\"contentBlockIndex\":" + block + ",\"delta\":{" + delta + "},\"p\":\"ab\"}");
    }

    private static byte[] call(int block, String id, String name) {
        return Frames.event(
                "contentBlockStart",
                "{\"contentBlockIndex\":" + block + ",\"start\":{\"toolUse\":{\"toolUseId\":\"" + id + "\",\"name\":\""
                        + name + "\"}}}");
    }

    private static byte[] input(int block, String piece) {
        return delta(block, "\"toolUse\":{\"input\":\"" + piece + "\"}");
    }

    private static byte[] stop(int block) {
        return Frames.event("contentBlockStop", "{\"contentBlockIndex\":" + block + "}");
    }

    @OnBothFaces
    void a_chat_is_answered_with_its_text_and_usage(Sdk sdk) {
        UPSTREAM.script(message("{\"text\":\"Hi, ✓.\"}", "end_turn"));
        ChatCompletion answer = sdk.chat(hello("m").maxCompletionTokens(100).build());
        assertThat(answer.choices().getFirst().message().content()).contains("Hi, ✓.");
        assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(12);
        assertThat(answer.usage()
                        .orElseThrow()
                        .promptTokensDetails()
                        .orElseThrow()
                        .cachedTokens())
                .contains(2L);
        Received received = UPSTREAM.received().getLast();
        assertThat(received.header("authorization")).isEqualTo("Bearer upstream-key-0000");
        assertThat(received.path()).isEqualTo("/model/eu.anthropic.claude-sonnet-4-5-20250929-v1%3A0/converse");
        assertThat(sent().at("/inferenceConfig/maxTokens").asInt()).isEqualTo(100);
    }

    @OnBothFaces
    void a_stream_is_accumulated(Sdk sdk) {
        UPSTREAM.script(frames("max_tokens", delta(0, "\"text\":\"one \""), delta(0, "\"text\":\"two\""), stop(0)));
        var accumulator = ChatCompletionAccumulator.create();
        sdk.stream(
                hello("m")
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

    // Parallel calls, and the turn with their results

    private static ChatCompletionCreateParams.Builder withTools() {
        return hello("m")
                .addFunctionTool(FunctionDefinition.builder()
                        .name("weather")
                        .parameters(FunctionParameters.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
                                .build())
                        .build())
                .addFunctionTool(FunctionDefinition.builder().name("time").build());
    }

    private static void secondTurn(Sdk sdk, ChatCompletion answer) {
        ChatCompletion.Choice choice = answer.choices().getFirst();
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        assertThat(choice.message().toolCalls().orElseThrow())
                .extracting(c -> c.asFunction().function().name() + " "
                        + c.asFunction().function().arguments())
                .containsExactly("weather {\"city\":\"Łódź\"}", "time {}");
        ChatCompletionCreateParams.Builder next =
                withTools().reasoningEffort(ReasoningEffort.LOW).addMessage(choice.message());
        choice.message().toolCalls().orElseThrow().forEach(c -> {
            ChatCompletionMessageFunctionToolCall call = c.asFunction();
            next.addMessage(ChatCompletionToolMessageParam.builder()
                    .toolCallId(call.id())
                    .content("of " + call.function().name())
                    .build());
        });
        UPSTREAM.script(message("{\"text\":\"done\"}", "end_turn"));
        assertThat(sdk.chat(next.build()).choices().getFirst().message().content())
                .contains("done");
        JsonNode turns = sent().path("messages");
        assertThat(turns).hasSize(3);
        assertThat(turns.at("/1/content/0").toString())
                .as("what was thought comes back")
                .isEqualTo("{\"reasoningContent\":{\"reasoningText\":{\"text\":\"Both at"
                        + " once.\",\"signature\":\"c2lnbmVk\"}}}");
        assertThat(turns.at("/1/content/1/toolUse/input").toString()).isEqualTo("{\"city\":\"Łódź\"}");
        assertThat(turns.at("/1/content/2/toolUse/input").toString()).isEqualTo("{}");
        assertThat(turns.at("/2/content")).hasSize(2);
        assertThat(turns.at("/2/content/1/toolResult/toolUseId").asString()).isEqualTo("tooluse_2");
        assertThat(turns.at("/2/content/1/toolResult/content/0/text").asString())
                .isEqualTo("of time");
        assertThat(sent().at("/additionalModelRequestFields/thinking/type").asString())
                .isEqualTo("enabled");
    }

    @OnBothFaces
    void parallel_calls_come_whole_and_their_results_go_back_in_one_turn(Sdk sdk) {
        UPSTREAM.script(message(
                "{\"reasoningContent\":{\"reasoningText\":{\"text\":\"Both at once.\",\"signature\":\"c2lnbmVk\"}}},"
                        + "{\"toolUse\":{\"toolUseId\":\"tooluse_1\",\"name\":\"weather\",\"input\":{\"city\":\"Łódź\"}}},"
                        + "{\"toolUse\":{\"toolUseId\":\"tooluse_2\",\"name\":\"time\",\"input\":{}}}",
                "tool_use"));
        secondTurn(sdk, sdk.chat(withTools().build()));
    }

    @OnBothFaces
    void parallel_calls_come_in_pieces_and_their_results_go_back_in_one_turn(Sdk sdk) {
        UPSTREAM.script(frames(
                "tool_use",
                delta(0, "\"reasoningContent\":{\"text\":\"Both at \"}"),
                delta(0, "\"reasoningContent\":{\"text\":\"once.\"}"),
                delta(0, "\"reasoningContent\":{\"signature\":\"c2lnbmVk\"}"),
                stop(0),
                call(1, "tooluse_1", "weather"),
                input(1, ""),
                input(1, "{\\\"city\\\":\\\"Łó"),
                input(1, "dź\\\"}"),
                stop(1),
                call(2, "tooluse_2", "time"),
                stop(2)));
        var accumulator = ChatCompletionAccumulator.create();
        sdk.stream(withTools().build(), accumulator::accumulate);
        secondTurn(sdk, accumulator.chatCompletion());
    }

    // Formats and parts

    private static ResponseFormatJsonSchema reply() {
        return ResponseFormatJsonSchema.builder()
                .jsonSchema(ResponseFormatJsonSchema.JsonSchema.builder()
                        .name("reply")
                        .schema(ResponseFormatJsonSchema.JsonSchema.Schema.builder()
                                .putAdditionalProperty("type", JsonValue.from("object"))
                                .putAdditionalProperty(
                                        "properties", JsonValue.from(Map.of("answer", Map.of("type", "integer"))))
                                .build())
                        .build())
                .build();
    }

    @OnBothFaces
    void a_json_schema_is_the_form_of_the_answer(Sdk sdk) {
        UPSTREAM.script(message("{\"text\":\"{\\\"answer\\\":42}\"}", "end_turn"));
        ChatCompletion answer = sdk.chat(hello("m").responseFormat(reply()).build());
        assertThat(answer.choices().getFirst().message().content()).contains("{\"answer\":42}");
        JsonNode asked = sent().at("/outputConfig/textFormat/structure/jsonSchema");
        assertThat(asked.path("name").asString()).isEqualTo("reply");
        assertThat(JsonMapper.shared()
                        .readTree(asked.path("schema").asString())
                        .path("type")
                        .asString())
                .isEqualTo("object");
    }

    @OnBothFaces
    void a_json_schema_is_asked_of_other_models_by_a_call(Sdk sdk) {
        UPSTREAM.script(message(
                "{\"toolUse\":{\"toolUseId\":\"t\",\"name\":\"reply\",\"input\":{\"answer\":42.0}}}", "tool_use"));
        ChatCompletion answer = sdk.chat(hello("nova").responseFormat(reply()).build());
        assertThat(answer.choices().getFirst().message().content()).contains("{\"answer\":42.0}");
        assertThat(answer.choices().getFirst().message().toolCalls()).isEmpty();
        assertThat(answer.choices().getFirst().finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(sent().at("/toolConfig/toolChoice/tool/name").asString()).isEqualTo("reply");
    }

    @OnBothFaces
    void an_image_is_sent_as_its_bytes(Sdk sdk) {
        UPSTREAM.script(message("{\"text\":\"a picture\"}", "end_turn"));
        sdk.chat(ChatCompletionCreateParams.builder()
                .model("m")
                .addUserMessageOfArrayOfContentParts(List.of(
                        ChatCompletionContentPart.ofText(ChatCompletionContentPartText.builder()
                                .text("What is this?")
                                .build()),
                        ChatCompletionContentPart.ofImageUrl(ChatCompletionContentPartImage.builder()
                                .imageUrl(ChatCompletionContentPartImage.ImageUrl.builder()
                                        .url("data:image/png;base64,iVBORw0KGgo=")
                                        .build())
                                .build())))
                .build());
        JsonNode image = sent().at("/messages/0/content/1/image");
        assertThat(image.path("format").asString()).isEqualTo("png");
        assertThat(image.at("/source/bytes").asString()).isEqualTo("iVBORw0KGgo=");
    }
}
