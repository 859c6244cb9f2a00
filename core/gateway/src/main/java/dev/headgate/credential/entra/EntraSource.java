package dev.headgate.credential.entra;

import dev.headgate.credential.Form;
import dev.headgate.credential.OAuth;
import dev.headgate.credential.Source;
import dev.headgate.credential.Step;
import dev.headgate.credential.TokenCall;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Access tokens of Microsoft Entra. */
sealed interface EntraSource extends Source {
    /**
     * An application that shows its secret.
     *
     * @see <a href="https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow">OAuth 2.0 client
     *     credentials flow</a>
     */
    record ClientSecret(URI endpoint, String client, String secret, String scope) implements EntraSource {
        @Override
        public Step begin(Instant now) {
            return OAuth.ask(TokenCall.post(endpoint, form(client, scope).with("client_secret", secret)));
        }

        @Override
        public String toString() {
            return "ClientSecret[" + client + "]";
        }
    }

    /** An application that shows a token which somebody else gave it, as Kubernetes does; the file changes. */
    record FederatedToken(URI endpoint, String client, String file, String scope) implements EntraSource {
        @Override
        public Step begin(Instant now) {
            return new Step.Read(
                    file,
                    text -> text.map(String::strip)
                            .filter(t -> !t.isEmpty())
                            .map(t -> OAuth.ask(TokenCall.post(
                                    endpoint,
                                    form(client, scope)
                                            .with(
                                                    "client_assertion_type",
                                                    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
                                            .with("client_assertion", t))))
                            .orElseGet(
                                    () -> new Step.Refused("the file " + file + " holds no token, or cannot be read")));
        }
    }

    /**
     * The identity that Azure gives an app or a container, or the machine.
     *
     * @param app the endpoint and its secret, where it is an app or a container
     * @param machine where machines ask
     * @see <a href="https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference">App
     *     Service's endpoint</a>
     * @see <a href="https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token">The
     *     machine's endpoint</a>
     */
    record ManagedIdentity(
            Optional<Map.Entry<String, String>> app, String machine, Optional<String> client, String resource)
            implements EntraSource {
        @Override
        public Step begin(Instant now) {
            var query = new Form()
                    .with("api-version", app.isPresent() ? "2019-08-01" : "2018-02-01")
                    .with("resource", resource);
            client.ifPresent(c -> query.with("client_id", c));
            String place = app.map(Map.Entry::getKey).orElse(machine + "/metadata/identity/oauth2/token");
            return OAuth.ask(TokenCall.get(
                    URI.create(place + "?" + query.encoded()),
                    List.of(app.map(a -> Map.entry("x-identity-header", a.getValue()))
                            .orElse(Map.entry("metadata", "true")))));
        }

        @Override
        public String toString() {
            return "ManagedIdentity[" + client.orElse("") + "]";
        }
    }

    private static Form form(String client, String scope) {
        return new Form()
                .with("grant_type", "client_credentials")
                .with("client_id", client)
                .with("scope", scope);
    }
}
