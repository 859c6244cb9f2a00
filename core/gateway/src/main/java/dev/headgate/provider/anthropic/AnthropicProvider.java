package dev.headgate.provider.anthropic;

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
import java.util.Set;

/**
 * Anthropic, and whoever serves Messages as it does. The API version may be set; betas are asked for by the header
 * {@code anthropic-beta}, the caller's or a configured one.
 *
 * @see <a href="https://docs.anthropic.com/en/api/overview">Anthropic API overview</a>
 */
public final class AnthropicProvider implements Provider {
    /** Anthropic as a provider type. */
    public static final ProviderType TYPE = new ProviderType(
            "anthropic",
            Optional.of("https://api.anthropic.com"),
            Optional.of("ANTHROPIC_API_KEY"),
            false,
            List.of(),
            AnthropicProvider::new);

    private static final Set<Operation> OPERATIONS = Set.of(Operation.CHAT, Operation.TOKEN_COUNT);

    private static final String VERSION = "2023-06-01";
    /** Tokens of people, as against keys, begin so and are sent as others send theirs. */
    private static final String OAUTH = "sk-ant-oat";
    /** An empty purse is a matter of ours, not of the request. */
    private static final List<String> BROKE = List.of("credit balance is too low");

    private final String prefix;
    private final String version;

    private AnthropicProvider(ProviderSettings settings) {
        this.prefix = settings.baseUrl().replaceFirst("/+$", "").endsWith("/v1") ? "" : "/v1";
        this.version = settings.apiVersion().orElse(VERSION);
    }

    @Override
    public String name() {
        return "anthropic";
    }

    @Override
    public String dialect() {
        return "anthropic";
    }

    @Override
    public boolean supports(Operation operation) {
        return OPERATIONS.contains(operation);
    }

    @Override
    public String path(Operation operation, String model, boolean streaming) {
        return prefix + (operation == Operation.TOKEN_COUNT ? "/messages/count_tokens" : "/messages");
    }

    @Override
    public Map.Entry<String, String> authorization(String credential) {
        return credential.startsWith(OAUTH)
                ? Map.entry("authorization", "Bearer " + credential)
                : Map.entry("x-api-key", credential);
    }

    @Override
    public List<Map.Entry<String, String>> headers() {
        return List.of(Map.entry("anthropic-version", version));
    }

    @Override
    public boolean forwards(String header) {
        return header.equals("anthropic-beta");
    }

    @Override
    public Failure classify(String upstream, UpstreamError error, Optional<Duration> retryAfter) {
        return Classification.classify(upstream, error, retryAfter, BROKE);
    }
}
