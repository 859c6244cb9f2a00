package dev.headgate.provider;

import java.util.List;
import java.util.Optional;

/**
 * A kind of operator that an upstream can be configured as.
 *
 * @param name as {@code provider:} in the configuration
 * @param baseUrl where it is reached unless the upstream says otherwise; empty when the upstream must say it
 * @param keyVariable the environment variable its key is taken from unless the upstream names one
 * @param keyless whether it works without a key
 * @param models model ids that can be listed without asking it
 * @param factory makes a provider for one upstream
 */
public record ProviderType(
        String name,
        Optional<String> baseUrl,
        Optional<String> keyVariable,
        boolean keyless,
        List<String> models,
        Factory factory) {

    public ProviderType {
        models = List.copyOf(models);
    }

    /** Makes a provider for one upstream's settings. */
    @FunctionalInterface
    public interface Factory {
        Provider create(ProviderSettings settings);
    }
}
