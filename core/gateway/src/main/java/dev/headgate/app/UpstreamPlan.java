package dev.headgate.app;

import dev.headgate.api.settings.Secret;
import dev.headgate.config.Upstream;
import dev.headgate.provider.ProviderType;
import java.util.List;
import java.util.Optional;

/**
 * What one configured upstream comes to: ready, or skipped because its key is not in the environment. Two plans that
 * are equal may share connections.
 *
 * @param credentials none for an operator that needs none
 * @param missingVariable the environment variable that would make it ready
 */
record UpstreamPlan(
        String name,
        Upstream config,
        ProviderType type,
        String baseUrl,
        List<Secret> credentials,
        long maxResponse,
        Optional<String> missingVariable) {

    boolean ready() {
        return missingVariable.isEmpty();
    }

    /** Names tell plans apart well enough; the hash a record is given by itself takes some 20 ms of a start to link. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
