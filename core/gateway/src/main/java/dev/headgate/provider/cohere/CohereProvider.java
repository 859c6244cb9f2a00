package dev.headgate.provider.cohere;

import dev.headgate.api.Operation;
import dev.headgate.provider.Provider;
import dev.headgate.provider.ProviderSettings;
import dev.headgate.provider.ProviderType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    private static final Set<Operation> OPERATIONS = Set.of(Operation.CHAT, Operation.EMBEDDING, Operation.RERANK);

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
    public boolean supports(Operation operation) {
        return OPERATIONS.contains(operation);
    }

    @Override
    public String path(Operation operation, String model, boolean streaming) {
        return switch (operation) {
            case EMBEDDING -> "/v2/embed";
            case RERANK -> "/v2/rerank";
            default -> "/v2/chat";
        };
    }
}
