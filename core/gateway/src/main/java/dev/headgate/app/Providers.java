package dev.headgate.app;

import dev.headgate.provider.ProviderType;
import dev.headgate.provider.anthropic.AnthropicProvider;
import dev.headgate.provider.azure.AzureProvider;
import dev.headgate.provider.bedrock.BedrockProvider;
import dev.headgate.provider.cohere.CohereProvider;
import dev.headgate.provider.gemini.GeminiProvider;
import dev.headgate.provider.ollama.OllamaProvider;
import dev.headgate.provider.openai.Presets;
import dev.headgate.provider.vertex.VertexProvider;
import dev.headgate.provider.voyage.VoyageProvider;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The kinds of operators an upstream can be; to add one, add its line. */
final class Providers {
    static final List<ProviderType> ALL = Stream.concat(
                    Presets.types().stream(),
                    Stream.of(
                            AzureProvider.TYPE,
                            AnthropicProvider.TYPE,
                            BedrockProvider.TYPE,
                            BedrockProvider.ANTHROPIC,
                            GeminiProvider.TYPE,
                            VertexProvider.TYPE,
                            CohereProvider.TYPE,
                            OllamaProvider.TYPE,
                            VoyageProvider.TYPE))
            .toList();

    private Providers() {}

    static Optional<ProviderType> find(String name) {
        return ALL.stream().filter(t -> t.name().equals(name)).findFirst();
    }

    static Set<String> names() {
        return ALL.stream().map(ProviderType::name).collect(Collectors.toUnmodifiableSet());
    }
}
