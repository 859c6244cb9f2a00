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
        return "gemini";
    }

    @Override
    public String dialect(String model) {
        return claude(model) ? "anthropic-vertex" : dialect();
    }

    private static boolean claude(String model) {
        return model.startsWith("claude");
    }

    @Override
    public String path(Operation operation, String model, boolean streaming) {
        return claude(model)
                ? prefix + "anthropic/models/" + PathSegment.of(model)
                        + (streaming ? ":streamRawPredict" : ":rawPredict")
                : prefix + "google/models/" + PathSegment.of(model)
                        + (streaming ? ":streamGenerateContent?alt=sse" : ":generateContent");
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
