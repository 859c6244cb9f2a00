package dev.headgate.provider.ollama;

import dev.headgate.api.Operation;
import dev.headgate.provider.Provider;
import dev.headgate.provider.ProviderSettings;
import dev.headgate.provider.ProviderType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Ollama by its own API, where the context's length and other options can be set; by OpenAI's it is a preset.
 *
 * @see <a href="https://github.com/ollama/ollama/blob/main/docs/api.md">Ollama API</a>
 */
public final class OllamaProvider implements Provider {
    /** Ollama as a provider type. */
    public static final ProviderType TYPE = new ProviderType(
            "ollama-native",
            Optional.of("http://127.0.0.1:11434"),
            Optional.empty(),
            true,
            List.of(),
            OllamaProvider::new);

    private static final Set<Operation> OPERATIONS = Set.of(Operation.CHAT, Operation.EMBEDDING);

    private OllamaProvider(ProviderSettings settings) {}

    @Override
    public String name() {
        return "ollama-native";
    }

    @Override
    public String dialect() {
        return "ollama";
    }

    @Override
    public boolean supports(Operation operation) {
        return OPERATIONS.contains(operation);
    }

    @Override
    public String path(Operation operation, String model, boolean streaming) {
        return operation == Operation.EMBEDDING ? "/api/embed" : "/api/chat";
    }
}
