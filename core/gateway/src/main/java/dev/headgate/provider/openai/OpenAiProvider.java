package dev.headgate.provider.openai;

import dev.headgate.api.Failure;
import dev.headgate.api.Operation;
import dev.headgate.dialect.Quirks;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.provider.Classification;
import dev.headgate.provider.Provider;
import dev.headgate.provider.ReasoningModel;
import java.time.Duration;
import java.util.Optional;

/** OpenAI, and every operator whose peculiarities a {@link Preset} can hold. */
final class OpenAiProvider implements Provider {
    private final Preset preset;
    private final boolean streamUsage;

    OpenAiProvider(Preset preset, boolean streamUsage) {
        this.preset = preset;
        this.streamUsage = streamUsage;
    }

    @Override
    public String name() {
        return preset.name();
    }

    @Override
    public String dialect() {
        return "openai";
    }

    @Override
    public Quirks quirks() {
        return preset.quirks();
    }

    @Override
    public boolean supports(Operation operation) {
        return preset.operations().contains(operation);
    }

    @Override
    public String path(Operation operation, String model, boolean streaming) {
        return switch (operation) {
            case CHAT -> "/chat/completions";
            case COMPLETION -> "/completions";
            case EMBEDDING -> "/embeddings";
            case RERANK -> "/rerank";
            case TOKEN_COUNT -> "/responses/input_tokens";
            case MODELS -> "/models";
        };
    }

    @Override
    public boolean forwards(String header) {
        return header.equals("openai-beta");
    }

    @Override
    public boolean streamUsage() {
        return streamUsage;
    }

    @Override
    public boolean completionTokens(String model) {
        return preset.completionTokens() && ReasoningModel.named(model);
    }

    @Override
    public Failure classify(String upstream, UpstreamError error, Optional<Duration> retryAfter) {
        UpstreamError meant = error.withStatus(preset.statuses().getOrDefault(error.status(), error.status()));
        return Classification.classify(upstream, meant, retryAfter, preset.badKeyTexts());
    }
}
