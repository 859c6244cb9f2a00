package dev.headgate.provider.gemini;

import dev.headgate.api.Operation;
import dev.headgate.provider.PathSegment;
import dev.headgate.provider.Provider;
import dev.headgate.provider.ProviderSettings;
import dev.headgate.provider.ProviderType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Google AI Studio. The key goes in a header, never in the URL, where logs would show it.
 *
 * @see <a href="https://ai.google.dev/api">Gemini API reference</a>
 */
public final class GeminiProvider implements Provider {
    /** Google AI Studio as a provider type. */
    public static final ProviderType TYPE = new ProviderType(
            "gemini",
            Optional.of("https://generativelanguage.googleapis.com"),
            Optional.of("GEMINI_API_KEY"),
            false,
            List.of(),
            GeminiProvider::new);

    private static final Set<Operation> OPERATIONS = Set.of(Operation.CHAT, Operation.EMBEDDING, Operation.TOKEN_COUNT);

    private final String prefix;

    private GeminiProvider(ProviderSettings settings) {
        this.prefix = "/" + settings.apiVersion().orElse("v1beta") + "/models/";
    }

    @Override
    public String name() {
        return "gemini";
    }

    @Override
    public String dialect() {
        return "gemini";
    }

    @Override
    public boolean supports(Operation operation) {
        return OPERATIONS.contains(operation);
    }

    @Override
    public String path(Operation operation, String model, boolean streaming) {
        String call = switch (operation) {
            case EMBEDDING -> ":batchEmbedContents";
            case TOKEN_COUNT -> ":countTokens";
            default -> streaming ? ":streamGenerateContent?alt=sse" : ":generateContent";
        };
        return prefix + PathSegment.of(model) + call;
    }

    @Override
    public Map.Entry<String, String> authorization(String credential) {
        return Map.entry("x-goog-api-key", credential);
    }
}
