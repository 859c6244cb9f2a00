package dev.headgate.credential.entra;

import dev.headgate.config.Entra;
import dev.headgate.config.Upstream;
import dev.headgate.credential.Account;
import dev.headgate.credential.Cloud;
import dev.headgate.credential.Source;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Microsoft Entra, for what Azure serves. Only asked where the configuration says so; a key needs none of it. */
public record EntraCloud() implements Cloud {
    private static final String AUTHORITY = "https://login.microsoftonline.com";
    private static final String MACHINE = "http://169.254.169.254";

    @Override
    public String key() {
        return "entra";
    }

    @Override
    public Account account(Upstream upstream, Function<String, Optional<String>> environment) {
        if (upstream.entra().isEmpty()) {
            return Account.NONE;
        }
        var problems = new ArrayList<Account.Problem>();
        Optional<Source> source = source(upstream.entra().get(), environment, problems);
        return new Account(Optional.empty(), Optional.empty(), Optional.empty(), source, true, problems);
    }

    private static Optional<Source> source(
            Entra config, Function<String, Optional<String>> environment, List<Account.Problem> problems) {
        Function<String, Optional<String>> variable =
                name -> environment.apply(name).filter(v -> !v.isBlank());
        Optional<String> client = config.clientId().or(() -> variable.apply("AZURE_CLIENT_ID"));
        // What the file says goes before what the environment says.
        boolean elsewhere =
                config.clientSecret().isEmpty() && config.federatedTokenFile().isEmpty() && !config.managedIdentity();
        Optional<String> secret = config.clientSecret()
                .map(s -> s.reveal())
                .or(() -> elsewhere ? variable.apply("AZURE_CLIENT_SECRET") : Optional.empty());
        Optional<String> file = config.federatedTokenFile()
                .map(Object::toString)
                .or(() -> elsewhere ? variable.apply("AZURE_FEDERATED_TOKEN_FILE") : Optional.empty());
        if (secret.isEmpty() && file.isEmpty()) {
            return Optional.of(managed(config, client, variable));
        }
        Optional<String> tenant = config.tenant().or(() -> variable.apply("AZURE_TENANT_ID"));
        if (tenant.isEmpty()) {
            problems.add(new Account.Problem(
                    "entra.tenant", "no tenant is known; write its id or domain, or set AZURE_TENANT_ID"));
        }
        if (client.isEmpty()) {
            problems.add(new Account.Problem(
                    "entra.client-id", "no application is known; write its id, or set AZURE_CLIENT_ID"));
        }
        if (tenant.isEmpty() || client.isEmpty()) {
            return Optional.empty();
        }
        String authority = config.authority()
                .map(URI::toString)
                .or(() -> variable.apply("AZURE_AUTHORITY_HOST"))
                .orElse(AUTHORITY)
                .replaceFirst("/+$", "");
        URI endpoint = URI.create(authority + "/" + tenant.get() + "/oauth2/v2.0/token");
        return Optional.of(
                secret.isPresent()
                        ? new EntraSource.ClientSecret(endpoint, client.get(), secret.get(), config.scope())
                        : new EntraSource.FederatedToken(endpoint, client.get(), file.orElseThrow(), config.scope()));
    }

    private static Source managed(Entra config, Optional<String> client, Function<String, Optional<String>> variable) {
        Optional<Map.Entry<String, String>> app = variable.apply("IDENTITY_ENDPOINT")
                .flatMap(endpoint -> variable.apply("IDENTITY_HEADER").map(header -> Map.entry(endpoint, header)));
        String machine = variable.apply("AZURE_POD_IDENTITY_AUTHORITY_HOST")
                .map(h -> h.replaceFirst("/+$", ""))
                .orElse(MACHINE);
        return new EntraSource.ManagedIdentity(
                app, machine, client, config.scope().replaceFirst("/\\.default$", ""));
    }
}
