package dev.headgate.provider.voyage;

import dev.headgate.api.Operation;
import dev.headgate.provider.Provider;
import dev.headgate.provider.ProviderSettings;
import dev.headgate.provider.ProviderType;
import java.util.List;
import java.util.Optional;

/**
 * Voyage, which embeds and reranks and does not chat.
 *
 * @see <a href="https://docs.voyageai.com/reference/embeddings-api">Voyage API</a>
 */
public final class VoyageProvider implements Provider {
    /** Voyage as a provider type. */
    public static final ProviderType TYPE = new ProviderType(
            "voyage",
            Optional.of("https://api.voyageai.com/v1"),
            Optional.of("VOYAGE_API_KEY"),
            false,
            List.of(),
            VoyageProvider::new);

    private VoyageProvider(ProviderSettings settings) {}

    @Override
    public String name() {
        return "voyage";
    }

    @Override
    public String dialect() {
        return "voyage";
    }

    @Override
    public boolean supports(Operation operation) {
        return operation == Operation.EMBEDDING || operation == Operation.RERANK;
    }

    @Override
    public String path(Operation operation, String model, boolean streaming) {
        return operation == Operation.RERANK ? "/rerank" : "/embeddings";
    }
}
