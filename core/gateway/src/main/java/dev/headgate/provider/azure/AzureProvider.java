package dev.headgate.provider.azure;

import dev.headgate.api.Operation;
import dev.headgate.credential.entra.EntraCloud;
import dev.headgate.dialect.Quirk;
import dev.headgate.dialect.Quirks;
import dev.headgate.provider.PathSegment;
import dev.headgate.provider.Provider;
import dev.headgate.provider.ProviderSettings;
import dev.headgate.provider.ProviderType;
import dev.headgate.provider.ReasoningModel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Azure OpenAI. With an API version it is reached by deployment URLs, where the model is the deployment's name; without
 * one, or when the base URL ends in {@code /openai/v1}, by the v1 URL, where the model stands in the body as with OpenAI.
 *
 * @see <a href="https://learn.microsoft.com/azure/ai-services/openai/reference">Azure OpenAI reference</a>
 */
public final class AzureProvider implements Provider {
    /** Azure as a provider type; the base URL is the resource's, such as {@code https://acme.openai.azure.com}. */
    public static final ProviderType TYPE = new ProviderType(
            "azure",
            Optional.empty(),
            Optional.of("AZURE_OPENAI_API_KEY"),
            false,
            List.of(),
            Optional.of(new EntraCloud()),
            AzureProvider::new);

    private static final Set<Operation> OPERATIONS = Set.of(Operation.CHAT, Operation.COMPLETION, Operation.EMBEDDING);
    private static final Quirks QUIRKS = new Quirks(Set.of(Quirk.FILTER_RESULTS), Map.of(), Map.of(), Set.of());

    private final String version;
    private final boolean deployments;
    private final String prefix;
    private final boolean streamUsage;

    private AzureProvider(ProviderSettings settings) {
        String base = settings.baseUrl().replaceFirst("/+$", "");
        boolean v1 = base.endsWith("/openai/v1");
        this.deployments = settings.apiVersion().isPresent() && !v1;
        this.version = settings.apiVersion()
                .map(v -> "?api-version=" + PathSegment.of(v))
                .orElse("");
        String openai = base.endsWith("/openai") ? "" : "/openai";
        this.prefix = v1 ? "" : openai + (deployments ? "/deployments/" : "/v1");
        this.streamUsage = settings.streamUsage().orElse(true);
    }

    @Override
    public String name() {
        return "azure";
    }

    @Override
    public String dialect() {
        return "openai";
    }

    @Override
    public Quirks quirks() {
        return QUIRKS;
    }

    @Override
    public boolean supports(Operation operation) {
        return OPERATIONS.contains(operation);
    }

    @Override
    public String path(Operation operation, String model, boolean streaming) {
        String tail = switch (operation) {
            case CHAT -> "/chat/completions";
            case COMPLETION -> "/completions";
            case EMBEDDING -> "/embeddings";
            case RERANK -> "/rerank";
            case TOKEN_COUNT -> "/responses/input_tokens";
            case MODELS -> "/models";
        };
        return prefix + (deployments ? PathSegment.of(model) : "") + tail + version;
    }

    @Override
    public Map.Entry<String, String> authorization(String credential) {
        return Map.entry("api-key", credential);
    }

    @Override
    public boolean forwards(String header) {
        return header.equals("openai-beta");
    }

    @Override
    public boolean streamUsage() {
        return streamUsage;
    }

    /** As far as a deployment's name shows its model. */
    @Override
    public boolean completionTokens(String model) {
        return ReasoningModel.named(model);
    }
}
