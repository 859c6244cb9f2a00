package dev.headgate.app;

import dev.headgate.testkit.Recording;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * A provider that speaks a wire format of its own, and what its recordings are held to.
 *
 * @param name as {@code provider:} in the configuration
 * @param dialect the name of its wire format
 * @param folders where its recordings stand
 * @param formats those of its formats that are translated
 * @param meaning what a request in its format asks for, whatever the way in which it is said
 * @param requests recordings whose request comes out otherwise than it was recorded, and why
 * @param replies recordings whose reply is not seen as expected, and why
 */
record NativeProvider(
        String name,
        String dialect,
        List<String> folders,
        List<String> formats,
        UnaryOperator<JsonNode> meaning,
        Map<String, String> requests,
        Map<String, String> replies) {

    static final List<NativeProvider> ALL = List.of(
            new NativeProvider(
                    "anthropic",
                    "anthropic",
                    List.of("anthropic"),
                    List.of("anthropic"),
                    AnthropicMeaning::of,
                    AnthropicMeaning.REQUESTS,
                    AnthropicMeaning.REPLIES),
            new NativeProvider(
                    "gemini",
                    "gemini",
                    List.of("gemini"),
                    List.of("gemini"),
                    GeminiMeaning::of,
                    GeminiMeaning.REQUESTS,
                    GeminiMeaning.REPLIES),
            new NativeProvider(
                    "vertex",
                    "gemini-vertex",
                    List.of("vertex"),
                    List.of("gemini"),
                    GeminiMeaning::of,
                    Map.of(),
                    Map.of()),
            new NativeProvider(
                    "cohere",
                    "cohere",
                    List.of("cohere"),
                    List.of("cohere_v2"),
                    CohereMeaning::of,
                    CohereMeaning.REQUESTS,
                    CohereMeaning.REPLIES),
            new NativeProvider(
                    "ollama-native",
                    "ollama",
                    List.of("ollama"),
                    List.of("ollama"),
                    OllamaMeaning::of,
                    OllamaMeaning.REQUESTS,
                    OllamaMeaning.REPLIES),
            new NativeProvider(
                    "bedrock",
                    "converse",
                    List.of("bedrock"),
                    List.of("converse"),
                    ConverseMeaning::of,
                    ConverseMeaning.REQUESTS,
                    ConverseMeaning.REPLIES),
            new NativeProvider(
                    "bedrock-anthropic",
                    "anthropic-bedrock",
                    List.of("bedrock"),
                    List.of("anthropic", "anthropic_eventstream"),
                    AnthropicMeaning::of,
                    Map.of(),
                    Map.of()));

    boolean has(Recording.Meta m) {
        return folders.contains(m.provider())
                && formats.contains(m.format())
                && !m.endpoint().startsWith("count")
                && !m.endpoint().equals("api/generate");
    }

    @Override
    public String toString() {
        return name;
    }
}
