package dev.headgate.app;

import dev.headgate.api.settings.Secret;
import dev.headgate.config.Upstream;
import dev.headgate.credential.Account;
import dev.headgate.credential.Source;
import dev.headgate.provider.Provider;
import dev.headgate.provider.ProviderSettings;
import dev.headgate.provider.ProviderType;
import dev.headgate.wire.Digest;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What one configured upstream comes to: ready, or skipped because its key is not in the environment. Two plans that
 * are equal may share connections.
 *
 * @param keys none for an operator that needs none, or that knows us by other credentials
 * @param account who we are at the operator's cloud; its source of credentials is used when there is no key
 * @param missingVariable the environment variable that would make it ready
 */
record UpstreamPlan(
        String name,
        Upstream config,
        ProviderType type,
        String baseUrl,
        List<Secret> keys,
        Account account,
        long maxResponse,
        Optional<String> missingVariable) {

    boolean ready() {
        return missingVariable.isEmpty();
    }

    /** A digest of what it is to those it answers; its keys are not part of that. */
    String version() {
        var digest = new Digest().text(name).text(type.name()).text(baseUrl);
        config.apiVersion().ifPresent(digest::text);
        new TreeMap<>(config.headers())
                .forEach((header, value) -> digest.text(header).text(value));
        return digest.hex();
    }

    /** What is peculiar to its operator. */
    Provider provider() {
        return type.factory()
                .create(new ProviderSettings(
                        baseUrl, config.apiVersion(), config.streamUsage(), account.region(), account.project()));
    }

    /** Where credentials are fetched that are not keys. */
    Optional<Source> source() {
        return keys.isEmpty() ? account.source() : Optional.empty();
    }

    /** Names tell plans apart well enough; the hash a record is given by itself takes some 20 ms of a start to link. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
