package dev.headgate.config;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Who we are to Microsoft Entra, which gives tokens for Azure. */
@Describe("Who we are to Microsoft Entra, which gives tokens for Azure in the place of a key. What is not written is"
        + " looked for where Azure's own tools look: AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET,"
        + " AZURE_FEDERATED_TOKEN_FILE, and then the managed identity.")
public record Entra(
        @Describe("The tenant's id or domain; else AZURE_TENANT_ID.")
        @Matches(value = "[A-Za-z0-9.-]{1,100}", use = "a tenant's id or domain")
        Optional<String> tenant,

        @Describe("The application's id, or that of a managed identity of the user's; else AZURE_CLIENT_ID.")
        @Matches(value = "[A-Za-z0-9-]{1,100}", use = "an application's id")
        Optional<String> clientId,

        @Describe("The application's secret. Write ${NAME} or ${file:path} rather than the secret.")
        Optional<Secret> clientSecret,

        @Describe("A file with a token that says who we are, as Kubernetes gives one; read anew each time.")
        Optional<Path> federatedTokenFile,

        @Describe("Whether the identity is the one that Azure gives the machine, the app or the container.")
        @Default("false")
        boolean managedIdentity,

        @Describe("What tokens are asked for.")
        @Default("https://cognitiveservices.azure.com/.default")
        @Matches(value = "[!-~]{1,300}", use = "a scope such as https://cognitiveservices.azure.com/.default")
        String scope,

        @Describe("Where tokens are given; else AZURE_AUTHORITY_HOST, else https://login.microsoftonline.com.")
        Optional<URI> authority) {

    public Entra {
        if (clientSecret.isPresent() && federatedTokenFile.isPresent()) {
            throw new IllegalArgumentException(
                    "client-secret and federated-token-file are both written; use one of the two");
        }
        if (managedIdentity && (clientSecret.isPresent() || federatedTokenFile.isPresent() || tenant.isPresent())) {
            throw new IllegalArgumentException("managed-identity needs nothing beside it but a client-id; remove"
                    + " tenant, client-secret and federated-token-file");
        }
    }
}
