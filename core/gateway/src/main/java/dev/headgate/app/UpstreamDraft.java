package dev.headgate.app;

import dev.headgate.api.settings.Secret;
import dev.headgate.config.Upstream;
import dev.headgate.credential.Account;
import dev.headgate.credential.Cloud;
import dev.headgate.provider.ProviderType;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** One configured upstream on its way to a plan: where it is, and how it knows us. */
final class UpstreamDraft {
    private final String path;
    private final Upstream config;
    private final Function<String, Optional<String>> environment;
    private final BiConsumer<String, String> error;

    /**
     * @param path where it stands in the configuration
     * @param error takes the path of a key and what is wrong with it
     */
    UpstreamDraft(
            String path,
            Upstream config,
            Function<String, Optional<String>> environment,
            BiConsumer<String, String> error) {
        this.path = path;
        this.config = config;
        this.environment = environment;
        this.error = error;
    }

    /** The plan, unless its provider or its place is not known. */
    Optional<UpstreamPlan> plan(String name, long maxResponse) {
        Optional<ProviderType> known = Providers.find(config.provider());
        if (known.isEmpty()) {
            return Optional.empty(); // reported with its neighbours' names where the file was read
        }
        ProviderType type = known.get();
        Account account = account(type);
        Optional<String> baseUrl =
                config.baseUrl().map(URI::toString).or(account::baseUrl).or(type::baseUrl);
        if (baseUrl.isEmpty()) {
            if (account.problems().isEmpty()) {
                error.accept(
                        path,
                        "the provider " + type.name() + " needs a base-url, because each installation has its own");
            }
            return Optional.empty();
        }
        var keys = new ArrayList<>(config.apiKeys());
        config.apiKey().ifPresent(keys::add);
        Optional<String> missing = Optional.empty();
        if (keys.isEmpty() && !account.named() && type.keyVariable().isPresent()) {
            String variable = type.keyVariable().get();
            boolean found = found(variable, keys);
            boolean needed = !type.keyless() && account.source().isEmpty();
            missing = found || !needed ? Optional.empty() : Optional.of(variable);
        }
        return Optional.of(
                new UpstreamPlan(name, config, type, baseUrl.get(), List.copyOf(keys), account, maxResponse, missing));
    }

    /** Whether a key is in this variable; a good one is taken. */
    private boolean found(String variable, List<Secret> keys) {
        Optional<String> key = environment.apply(variable).map(String::strip).filter(k -> !k.isEmpty());
        key.ifPresent(k -> Secret.parse(k)
                .ifPresentOrElse(
                        keys::add,
                        () -> error.accept(
                                path, variable + " holds characters that no key has; set it to the key alone")));
        return key.isPresent();
    }

    private Account account(ProviderType type) {
        Optional<String> own = type.cloud().map(Cloud::key);
        written().forEach((key, there) -> {
            if (there && !own.equals(Optional.of(key))) {
                error.accept(path + "." + key, "the provider " + type.name() + " is not reached that way; remove it");
            }
        });
        Account account = type.cloud().map(c -> c.account(config, environment)).orElse(Account.NONE);
        account.problems().forEach(p -> error.accept(path + "." + p.key(), p.message()));
        if (account.named() && (config.apiKey().isPresent() || !config.apiKeys().isEmpty())) {
            error.accept(
                    path + "." + own.orElse(""),
                    "api-key or api-keys is written too; use a key, or the credentials named here");
        }
        return account;
    }

    private Map<String, Boolean> written() {
        return Map.of(
                "aws", config.aws().isPresent(),
                "google", config.google().isPresent(),
                "entra", config.entra().isPresent());
    }
}
