package dev.headgate.provider.cohere;

import dev.headgate.api.Operation;
import dev.headgate.provider.Provider;
import dev.headgate.provider.ProviderSettings;
import dev.headgate.provider.ProviderType;
import java.util.List;
import java.util.Optional;

/**
 * Cohere.
 *
 * @see <a href="https://docs.cohere.com/reference/about">Cohere API</a>
 */
public final class CohereProvider implements Provider {
    /** Cohere as a provider type. */
    public static final ProviderType TYPE = new ProviderType(
            "cohere",
            Optional.of("https://api.cohere.com"),
            Optional.of("COHERE_API_KEY"),
            false,
            List.of(),
            CohereProvider::new);

    private CohereProvider(ProviderSettings settings) {}

    @Override
    public String name() {
        return "cohere";
    }

    @Override
    public String dialect() {
        return "cohere";
    }

    @Override
    public String path(Operation operation, String model, boolean streaming) {
        return "/v2/chat";
    }
}
