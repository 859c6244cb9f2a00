package dev.headgate.provider.vertex;

import dev.headgate.api.Operation;
import dev.headgate.credential.google.GoogleCloud;
import dev.headgate.provider.PathSegment;
import dev.headgate.provider.Provider;
import dev.headgate.provider.ProviderSettings;
import dev.headgate.provider.ProviderType;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Vertex AI: Google's models in their own format, and Anthropic's in Anthropic's with the model in the URL.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/reference/rest">Vertex AI API</a>
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/partner-models/claude/use-claude">Claude on Vertex
 *     AI</a>
 */
public final class VertexProvider implements Provider {
    /** Vertex AI as a provider type. */
    public static final ProviderType TYPE = new ProviderType(
            "vertex",
            Optional.empty(),
            Optional.empty(),
            false,
            List.of(),
            Optional.of(new GoogleCloud("aiplatform")),
            VertexProvider::new);

    private static final Set<Operation> OPERATIONS = Set.of(Operation.CHAT, Operation.EMBEDDING, Operation.TOKEN_COUNT);

    private final String prefix;

    private VertexProvider(ProviderSettings settings) {
        this.prefix = "/" + settings.apiVersion().orElse("v1") + "/projects/"
                + settings.project().orElse("-") + "/locations/"
                + settings.region().orElse("global") + "/publishers/";
    }

    @Override
    public String name() {
        return "vertex";
    }

    @Override
    public String dialect() {
        return "gemini-vertex";
    }

    @Override
    public String dialect(String model) {
        return claude(model) ? "anthropic-vertex" : dialect();
    }

    private static boolean claude(String model) {
        return model.startsWith("claude");
    }

    @Override
    public boolean supports(Operation operation) {
        return OPERATIONS.contains(operation);
    }

    @Override
    public String path(Operation operation, String model, boolean streaming) {
        return prefix
                + (claude(model) ? anthropics(operation, model, streaming) : googles(operation, model, streaming));
    }

    /** What counts the tokens stands where else the model does, which is then named in the body. */
    private static String anthropics(Operation operation, String model, boolean streaming) {
        return operation == Operation.TOKEN_COUNT
                ? "anthropic/models/count-tokens:rawPredict"
                : "anthropic/models/" + PathSegment.of(model) + (streaming ? ":streamRawPredict" : ":rawPredict");
    }

    private static String googles(Operation operation, String model, boolean streaming) {
        String call = switch (operation) {
            case EMBEDDING -> ":predict";
            case TOKEN_COUNT -> ":countTokens";
            default -> streaming ? ":streamGenerateContent?alt=sse" : ":generateContent";
        };
        return "google/models/" + PathSegment.of(model) + call;
    }

    @Override
    public Map.Entry<String, String> authorization(String credential) {
        return Map.entry("x-goog-api-key", credential);
    }

    @Override
    public boolean forwards(String header) {
        return header.equals("anthropic-beta");
    }
}
