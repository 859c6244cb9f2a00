package dev.headgate.bench.parts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.headgate.api.Body;
import dev.headgate.dialect.Translation;
import dev.headgate.dialect.anthropic.AnthropicTranslation;
import dev.headgate.dialect.bedrock.ConverseTranslation;
import dev.headgate.dialect.cohere.CohereTranslation;
import dev.headgate.dialect.gemini.GeminiTranslation;
import dev.headgate.dialect.ollama.OllamaTranslation;
import dev.headgate.dialect.openai.RelativeTranslation;
import dev.headgate.provider.ProviderSettings;
import dev.headgate.provider.ProviderType;
import dev.headgate.provider.azure.AzureProvider;
import dev.headgate.provider.openai.Presets;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

/** What a provider sends, and the way between it and the hub; of those with quirks, what they are about. */
public enum Format {
    ANTHROPIC(new AnthropicTranslation(), "claude-sonnet-4-5", Messages.START, Messages.EVENT, Messages.WHOLE),
    VERTEX_ANTHROPIC(
            AnthropicTranslation.onVertex(),
            "claude-sonnet-4-5@20250929",
            Messages.START,
            Messages.EVENT,
            Messages.WHOLE),
    BEDROCK_ANTHROPIC(
            AnthropicTranslation.onBedrock(),
            "anthropic.claude-sonnet-4-5-20250929-v1:0",
            Messages.START_JSON,
            Messages.EVENT_JSON,
            Messages.WHOLE) {
        @Override
        byte[] framed(String json) {
            return Frames.frame(
                    "chunk",
                    "{\"bytes\":\"" + Base64.getEncoder().encodeToString(json.getBytes(UTF_8))
                            + "\",\"p\":\"abcdefghijklm\"}");
        }
    },
    CONVERSE(
            new ConverseTranslation(),
            "anthropic.claude-sonnet-4-5-20250929-v1:0",
            "{\"p\":\"abcdefghijklm\",\"role\":\"assistant\"}",
            "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"WORD\"},\"p\":\"abcdefghijklmnopqrstuvwxyz\"}",
            "{\"metrics\":{\"latencyMs\":4529},\"output\":{\"message\":{\"content\":[{\"text\":\"TEXT\"}],"
                    + "\"role\":\"assistant\"}},\"stopReason\":\"end_turn\",\"usage\":{\"cacheReadInputTokens\":0,"
                    + "\"inputTokens\":812,\"outputTokens\":233,\"totalTokens\":1045}}") {
        @Override
        byte[] framed(String json) {
            return Frames.frame(json.contains("role") ? "messageStart" : "contentBlockDelta", json);
        }
    },
    GEMINI(new GeminiTranslation(), "gemini-2.5-flash", "", Candidates.EVENT, Candidates.WHOLE),
    VERTEX(GeminiTranslation.onVertex(), "gemini-3-pro-preview", "", Candidates.EVENT, Candidates.WHOLE),
    COHERE(
            new CohereTranslation(),
            "command-a-03-2025",
            "event: message-start\ndata: {\"id\":\"29f14a5a-11de-4cae-9800-25e4747408ea\",\"type\":\"message-start\","
                    + "\"delta\":{\"message\":{\"role\":\"assistant\",\"content\":[],\"tool_plan\":\"\",\"tool_calls\":[],"
                    + "\"citations\":[]}}}\n\n",
            "event: content-delta\ndata: {\"type\":\"content-delta\",\"index\":0,\"delta\":{\"message\":{\"content\":"
                    + "{\"text\":\"WORD\"}}}}\n\n",
            "{\"id\":\"29f14a5a-11de-4cae-9800-25e4747408ea\",\"message\":{\"role\":\"assistant\",\"content\":[{\"type\":"
                    + "\"text\",\"text\":\"TEXT\"}]},\"finish_reason\":\"COMPLETE\",\"usage\":{\"billed_units\":"
                    + "{\"input_tokens\":62,\"output_tokens\":233},\"tokens\":{\"input_tokens\":812,"
                    + "\"output_tokens\":233}}}"),
    OLLAMA(
            new OllamaTranslation(),
            "qwen3:8b",
            "",
            "{\"model\":\"qwen3:8b\",\"created_at\":\"2025-11-22T11:19:05.120184Z\",\"message\":{\"role\":\"assistant\","
                    + "\"content\":\"WORD\"},\"done\":false}\n",
            "{\"model\":\"qwen3:8b\",\"created_at\":\"2025-11-22T11:19:05.120184Z\",\"message\":{\"role\":\"assistant\","
                    + "\"content\":\"TEXT\"},\"done\":true,\"done_reason\":\"stop\",\"total_duration\":1201234567,"
                    + "\"prompt_eval_count\":812,\"eval_count\":233}"),
    MISTRAL(preset("mistral"), "mistral-large-latest", "", Chunks.PLAIN, Chunks.WHOLE),
    DEEPSEEK(preset("deepseek"), "deepseek-chat", "", Chunks.PLAIN, Chunks.WHOLE),
    GROQ(preset("groq"), "openai/gpt-oss-20b", "", Chunks.REASONING, Chunks.WHOLE),
    OPENROUTER(preset("openrouter"), "openai/gpt-5", "", Chunks.REPEATING, Chunks.WHOLE),
    AZURE(quirky(AzureProvider.TYPE), "gpt-4o", Chunks.FILTERED, Chunks.PLAIN, Chunks.WHOLE);

    @SuppressWarnings("ImmutableEnumChecker") // stateless
    private final Translation translation;

    private final String model;
    private final String start;
    private final String event;
    private final String whole;

    Format(Translation translation, String model, String start, String event, String whole) {
        this.translation = translation;
        this.model = model;
        this.start = start;
        this.event = event;
        this.whole = whole;
    }

    private static Translation preset(String name) {
        return quirky(Presets.types().stream()
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow());
    }

    private static Translation quirky(ProviderType type) {
        var settings = new ProviderSettings("https://api.example.com/v1", Optional.empty(), Optional.empty());
        return new RelativeTranslation(type.factory().create(settings).quirks());
    }

    Translation translation() {
        return translation;
    }

    String model() {
        return model;
    }

    byte[] framed(String event) {
        return event.getBytes(UTF_8);
    }

    /** With what a streamed answer begins. */
    byte[] start() {
        return framed(start);
    }

    /** Events that each bear a word or so. */
    byte[] events(int count) {
        var out = new ByteArrayOutputStream();
        Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> Texts.words()[i % Texts.words().length])
                .forEach(word -> out.writeBytes(framed(event.replace("WORD", word))));
        return out.toByteArray();
    }

    /** A whole answer of about a kilobyte. */
    Body answer() {
        return Body.of(whole.replace("TEXT", Texts.text(700)));
    }

    /** Anthropic's. */
    private static final class Messages {
        static final String START_JSON =
                "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_018XZkwvj9asBiffg3fXt88s\","
                        + "\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude-sonnet-4-5-20250929\",\"content\":[],"
                        + "\"stop_reason\":null,\"usage\":{\"input_tokens\":92,\"output_tokens\":1}}}";
        static final String START = "event: message_start\ndata: " + START_JSON + "\n\n";
        static final String EVENT_JSON =
                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\","
                        + "\"text\":\"WORD\"}       }";
        static final String EVENT = "event: content_block_delta\ndata: " + EVENT_JSON + "\n\n";
        static final String WHOLE =
                "{\"id\":\"msg_018XZkwvj9asBiffg3fXt88s\",\"type\":\"message\",\"role\":\"assistant\","
                        + "\"model\":\"claude-sonnet-4-5-20250929\",\"content\":[{\"type\":\"text\",\"text\":\"TEXT\"}],"
                        + "\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":812,"
                        + "\"cache_read_input_tokens\":0,\"output_tokens\":233}}";
    }

    /** Google's. */
    private static final class Candidates {
        private static final String TAIL = "\"usageMetadata\":{\"promptTokenCount\":812,\"candidatesTokenCount\":23,"
                + "\"totalTokenCount\":835,\"promptTokensDetails\":[{\"modality\":\"TEXT\",\"tokenCount\":812}]},"
                + "\"modelVersion\":\"gemini-2.5-flash\",\"responseId\":\"lt4iacOvFdKgxN8P8rPB2AM\"}";
        static final String EVENT =
                "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"WORD\"}],\"role\":\"model\"},"
                        + "\"index\":0}]," + TAIL + "\r\n\r\n";
        static final String WHOLE =
                "{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"TEXT\"}],\"role\":\"model\"},"
                        + "\"finishReason\":\"STOP\",\"index\":0}]," + TAIL;
    }

    /** OpenAI's, as its relatives write them. */
    private static final class Chunks {
        private static final String HEAD = "\"id\":\"gen-1763812345-BxZ2fQ1kV0cXoM6nT3sUuJ9yKqLr\",\"object\":"
                + "\"chat.completion.chunk\",\"created\":1763812345,\"model\":\"some-model-2025-07-18\"";
        static final String PLAIN = chunk("{\"content\":\"WORD\"}");
        static final String REASONING = chunk("{\"reasoning\":\"WORD\",\"channel\":\"analysis\"}");
        static final String REPEATING = chunk("{\"role\":\"assistant\",\"content\":\"WORD\"}");
        static final String FILTERED = "data: {\"choices\":[],\"created\":0,\"id\":\"\",\"model\":\"\",\"object\":\"\","
                + "\"prompt_filter_results\":[{\"prompt_index\":0,\"content_filter_results\":{}}]}\n\n";
        static final String WHOLE =
                "{" + HEAD.replace(".chunk", "") + ",\"choices\":[{\"index\":0,\"message\":{\"role\":"
                        + "\"assistant\",\"content\":\"TEXT\"},\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":"
                        + "{\"prompt_tokens\":812,\"completion_tokens\":233,\"total_tokens\":1045}}";

        private static String chunk(String delta) {
            return "data: {" + HEAD + ",\"choices\":[{\"index\":0,\"delta\":" + delta
                    + ",\"logprobs\":null,\"finish_reason\":null}]}\n\n";
        }
    }
}
