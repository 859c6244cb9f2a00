package dev.headgate.app;

import dev.headgate.dialect.Dialect;
import dev.headgate.dialect.Translation;
import dev.headgate.dialect.anthropic.AnthropicTranslation;
import dev.headgate.dialect.bedrock.ConverseTranslation;
import dev.headgate.dialect.cohere.CohereTranslation;
import dev.headgate.dialect.gemini.GeminiTranslation;
import dev.headgate.dialect.ollama.OllamaTranslation;
import dev.headgate.dialect.openai.OpenAiDialect;
import dev.headgate.dialect.openai.RelativeTranslation;
import dev.headgate.dialect.voyage.VoyageTranslation;
import dev.headgate.provider.Provider;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The wire formats this gateway speaks; to add one, add its line. */
final class Dialects {
    /** Those that callers speak. */
    static final List<Dialect> ALL = List.of(new OpenAiDialect());

    /** The ways to those that only upstreams speak. */
    static final List<Translation> TRANSLATIONS = List.of(
            new AnthropicTranslation(),
            AnthropicTranslation.onVertex(),
            AnthropicTranslation.onBedrock(),
            new ConverseTranslation(),
            new GeminiTranslation(),
            GeminiTranslation.onVertex(),
            new CohereTranslation(),
            new OllamaTranslation(),
            new VoyageTranslation());

    private Dialects() {}

    /** The ways to wire formats other than the hub's own, by their names; and to that one where this provider has quirks. */
    static Map<String, Translation> translations(Provider provider) {
        Stream<Translation> relative =
                Stream.of(provider.quirks()).filter(q -> !q.none()).map(RelativeTranslation::new);
        return Stream.concat(TRANSLATIONS.stream(), relative)
                .collect(Collectors.toUnmodifiableMap(Translation::dialect, t -> t));
    }
}
