package dev.headgate.provider;

import dev.headgate.credential.Cloud;
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
 * @param cloud the one it is part of, where that gives out credentials other than keys
 * @param factory makes a provider for one upstream
 */
public record ProviderType(
        String name,
        Optional<String> baseUrl,
        Optional<String> keyVariable,
        boolean keyless,
        List<String> models,
        Optional<Cloud> cloud,
        Factory factory) {

    public ProviderType {
        models = List.copyOf(models);
    }

    /** One that is in no cloud. */
    public ProviderType(
            String name,
            Optional<String> baseUrl,
            Optional<String> keyVariable,
            boolean keyless,
            List<String> models,
            Factory factory) {
        this(name, baseUrl, keyVariable, keyless, models, Optional.empty(), factory);
    }

    /** Makes a provider for one upstream's settings. */
    @FunctionalInterface
    public interface Factory {
        Provider create(ProviderSettings settings);
    }
}
