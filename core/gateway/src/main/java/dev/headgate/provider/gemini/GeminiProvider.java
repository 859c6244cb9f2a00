package dev.headgate.provider.gemini;

import dev.headgate.api.Failure;
import dev.headgate.api.Operation;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.provider.Classification;
import dev.headgate.provider.Provider;
import dev.headgate.provider.ProviderSettings;
import dev.headgate.provider.ProviderType;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Google AI Studio. The key goes in a header, never in the URL, where logs would show it.
 *
 * @see <a href="https://ai.google.dev/api">Gemini API reference</a>
 */
public final class GeminiProvider implements Provider {
    /** Google AI Studio as a provider type. */
    public static final ProviderType TYPE = new ProviderType(
            "gemini",
            Optional.of("https://generativelanguage.googleapis.com"),
            Optional.of("GEMINI_API_KEY"),
            false,
            List.of(),
            GeminiProvider::new);

    private final String prefix;

    private GeminiProvider(ProviderSettings settings) {
        this.prefix = "/" + settings.apiVersion().orElse("v1beta") + "/models/";
    }

    @Override
    public String name() {
        return "gemini";
    }

    @Override
    public String dialect() {
        return "gemini";
    }

    @Override
    public boolean supports(Operation operation) {
        return operation == Operation.CHAT;
    }

    @Override
    public String path(Operation operation, String model, boolean streaming) {
        String encoded = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
        // A segment of dots would lead elsewhere.
        String segment = encoded.matches("\\.+") ? encoded.replace(".", "%2E") : encoded;
        return prefix + segment + (streaming ? ":streamGenerateContent?alt=sse" : ":generateContent");
    }

    @Override
    public Map.Entry<String, String> authorization(String credential) {
        return Map.entry("x-goog-api-key", credential);
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
