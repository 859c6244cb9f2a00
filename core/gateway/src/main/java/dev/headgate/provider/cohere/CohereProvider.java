package dev.headgate.provider.cohere;

import dev.headgate.api.Failure;
import dev.headgate.api.Operation;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.provider.Classification;
import dev.headgate.provider.Provider;
import dev.headgate.provider.ProviderSettings;
import dev.headgate.provider.ProviderType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
    public boolean supports(Operation operation) {
        return operation == Operation.CHAT;
    }

    @Override
    public String path(Operation operation, String model, boolean streaming) {
        return "/v2/chat";
    }

    @Override
    public Map.Entry<String, String> authorization(String credential) {
        return Map.entry("authorization", "Bearer " + credential);
    }

    @Override
    public boolean forwards(String header) {
        return false;
    }

    @Override
    public boolean streamUsage() {
        return false; // it always reports it, unasked
    }

    @Override
    public Failure classify(String upstream, UpstreamError error, Optional<Duration> retryAfter) {
        return Classification.classify(upstream, error, retryAfter, List.of());
    }
}
