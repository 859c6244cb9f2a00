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
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import dev.headgate.testkit.FakeUpstream;
import dev.headgate.testkit.Reply;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.Arguments;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What applications do with the official OpenAI SDK while the provider speaks Anthropic's format. */
final class NativeSdkTest {
    private static final String KEY = "hg-key-of-the-sdk-test";
    private static final FakeUpstream UPSTREAM = new FakeUpstream();
    private static PackagedGateway gateway;

    @BeforeAll
    static void start() {
        gateway = PackagedGateway.start("""
                upstreams: { claude: { provider: anthropic, base-url: "%s", api-key: upstream-key-0000 } }
                models: { m: claude/claude-sonnet-4-5, old: claude/claude-sonnet-4-0 }
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
                {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4-5-20250929",
                 "content":[%s],"stop_reason":"%s","stop_sequence":null,
                 "usage":{"input_tokens":10,"cache_read_input_tokens":2,"output_tokens":5}}""".formatted(content, reason));
    }

    private static Reply events(String... datas) {
        Reply reply = Reply.of(200).header("content-type", "text/event-stream").chunked();
        String start = """
                {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","content":[],\
                "model":"claude-sonnet-4-5-20250929","usage":{"input_tokens":10,"output_tokens":1}}}""";
        for (String data : Stream.concat(Stream.of(start), Stream.of(datas)).toList()) {
            String type = JsonMapper.shared().readTree(data).path("type").asString();
            reply = reply.then("event: " + type + "\n" + Reply.event(data));
        }
        return reply;
    }

    private static String ending(String reason) {
        return "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"" + reason
                + "\"},\"usage\":{\"output_tokens\":5}}";
    }

    private static String start(int index, String block) {
        return "{\"type\":\"content_block_start\",\"index\":" + index + ",\"content_block\":" + block + "}";
    }

    private static String delta(int index, String delta) {
        return "{\"type\":\"content_block_delta\",\"index\":" + index + ",\"delta\":" + delta + "}";
    }

    private static String stop(int index) {
        return "{\"type\":\"content_block_stop\",\"index\":" + index + "}";
    }

    @OnBothFaces
    void a_chat_is_answered_with_its_text_and_usage(Sdk sdk) {
        UPSTREAM.script(message("{\"type\":\"text\",\"text\":\"Hi, ✓.\"}", "end_turn"));
        ChatCompletion answer = sdk.chat(hello("m").maxCompletionTokens(100).build());
        assertThat(answer.choices().getFirst().message().content()).contains("Hi, ✓.");
        assertThat(answer.usage().orElseThrow().promptTokens()).isEqualTo(12);
        assertThat(answer.usage()
                        .orElseThrow()
                        .promptTokensDetails()
                        .orElseThrow()
                        .cachedTokens())
                .contains(2L);
        assertThat(UPSTREAM.received().getLast().header("x-api-key")).isEqualTo("upstream-key-0000");
        assertThat(UPSTREAM.received().getLast().header("anthropic-version")).isEqualTo("2023-06-01");
        assertThat(UPSTREAM.received().getLast().path()).isEqualTo("/v1/messages");
        assertThat(sent().path("max_tokens").asInt()).isEqualTo(100);
    }

    @OnBothFaces
    void a_stream_is_accumulated(Sdk sdk) {
        UPSTREAM.script(events(
                start(0, "{\"type\":\"text\",\"text\":\"\"}"),
                "{\"type\":\"ping\"}",
                delta(0, "{\"type\":\"text_delta\",\"text\":\"one \"}"),
                delta(0, "{\"type\":\"text_delta\",\"text\":\"two\"}"),
                stop(0),
                ending("max_tokens"),
                "{\"type\":\"message_stop\"}"));
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

    private static ChatCompletionCreateParams.Builder withTools(String model) {
        return hello(model)
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

    private static final String THOUGHT =
            "{\"type\":\"thinking\",\"thinking\":\"Both at once.\",\"signature\":\"c2lnbmVk\"}";

    private static void secondTurn(Sdk sdk, ChatCompletion answer) {
        ChatCompletion.Choice choice = answer.choices().getFirst();
        assertThat(choice.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
        assertThat(choice.message().toolCalls().orElseThrow())
                .extracting(c -> c.asFunction().function().name() + " "
                        + c.asFunction().function().arguments())
                .containsExactly("weather {\"city\":\"Łódź\"}", "time {}");
        ChatCompletionCreateParams.Builder next = withTools("m")
                .reasoningEffort(com.openai.models.ReasoningEffort.LOW)
                .addMessage(choice.message());
        choice.message().toolCalls().orElseThrow().forEach(c -> {
            ChatCompletionMessageFunctionToolCall call = c.asFunction();
            next.addMessage(ChatCompletionToolMessageParam.builder()
                    .toolCallId(call.id())
                    .content("of " + call.function().name())
                    .build());
        });
        UPSTREAM.script(message("{\"type\":\"text\",\"text\":\"done\"}", "end_turn"));
        assertThat(sdk.chat(next.build()).choices().getFirst().message().content())
                .contains("done");
        JsonNode turns = sent().path("messages");
        assertThat(turns).hasSize(3);
        assertThat(turns.at("/1/content/0").toString())
                .as("what was thought comes back")
                .isEqualTo(THOUGHT);
        assertThat(turns.at("/1/content/1/type").asString()).isEqualTo("tool_use");
        assertThat(turns.at("/1/content/1/input").toString()).isEqualTo("{\"city\":\"Łódź\"}");
        assertThat(turns.at("/1/content/2/input").toString()).isEqualTo("{}");
        assertThat(turns.at("/2/content")).hasSize(2);
        assertThat(turns.at("/2/content/1/tool_use_id").asString()).isEqualTo("toolu_2");
        assertThat(turns.at("/2/content/1/content").asString()).isEqualTo("of time");
        assertThat(sent().at("/thinking/type").asString()).isEqualTo("enabled");
    }

    @OnBothFaces
    void parallel_calls_come_whole_and_their_results_go_back_in_one_turn(Sdk sdk) {
        UPSTREAM.script(message(
                THOUGHT
                        + ",{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{\"city\":\"Łódź\"}},"
                        + "{\"type\":\"tool_use\",\"id\":\"toolu_2\",\"name\":\"time\",\"input\":{}}",
                "tool_use"));
        secondTurn(sdk, sdk.chat(withTools("m").build()));
    }

    @OnBothFaces
    void parallel_calls_come_in_pieces_and_their_results_go_back_in_one_turn(Sdk sdk) {
        UPSTREAM.script(events(
                start(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
                delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"Both at \"}"),
                delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"once.\"}"),
                delta(0, "{\"type\":\"signature_delta\",\"signature\":\"c2lnbmVk\"}"),
                stop(0),
                start(1, "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"weather\",\"input\":{}}"),
                delta(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"\"}"),
                delta(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"city\\\":\\\"Łó\"}"),
                delta(1, "{\"type\":\"input_json_delta\",\"partial_json\":\"dź\\\"}\"}"),
                stop(1),
                start(2, "{\"type\":\"tool_use\",\"id\":\"toolu_2\",\"name\":\"time\",\"input\":{}}"),
                stop(2),
                ending("tool_use"),
                "{\"type\":\"message_stop\"}"));
        var accumulator = ChatCompletionAccumulator.create();
        sdk.stream(withTools("m").build(), accumulator::accumulate);
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
        UPSTREAM.script(message("{\"type\":\"text\",\"text\":\"{\\\"answer\\\":42}\"}", "end_turn"));
        ChatCompletion answer = sdk.chat(hello("m").responseFormat(reply()).build());
        assertThat(answer.choices().getFirst().message().content()).contains("{\"answer\":42}");
        assertThat(sent().at("/output_config/format/type").asString()).isEqualTo("json_schema");
    }

    @OnBothFaces
    void a_json_schema_is_asked_of_an_older_model_by_a_call(Sdk sdk) {
        UPSTREAM.script(message(
                "{\"type\":\"tool_use\",\"id\":\"toolu_9\",\"name\":\"reply\",\"input\":{\"answer\":42.0}}",
                "tool_use"));
        ChatCompletion answer = sdk.chat(hello("old").responseFormat(reply()).build());
        assertThat(answer.choices().getFirst().message().content()).contains("{\"answer\":42.0}");
        assertThat(answer.choices().getFirst().message().toolCalls()).isEmpty();
        assertThat(answer.choices().getFirst().finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
        assertThat(sent().at("/tool_choice/name").asString()).isEqualTo("reply");
    }

    @OnBothFaces
    void an_image_is_sent_as_its_bytes(Sdk sdk) {
        UPSTREAM.script(message("{\"type\":\"text\",\"text\":\"a picture\"}", "end_turn"));
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
        JsonNode image = sent().at("/messages/0/content/1");
        assertThat(image.at("/source/media_type").asString()).isEqualTo("image/png");
        assertThat(image.at("/source/data").asString()).isEqualTo("iVBORw0KGgo=");
    }
}
