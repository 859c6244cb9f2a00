package dev.headgate.config;

import dev.headgate.api.settings.Default;
import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import dev.headgate.api.settings.Range;
import dev.headgate.api.settings.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One configured operator: what it speaks, where it is and how the gateway shows who it is. */
@Describe("An operator that models are reached through.")
public record Upstream(
        @Describe("The kind of operator, which decides paths, authentication and the meaning of errors.")
        String provider,

        @Describe("The start of every URL, where it is not the provider's own.")
        Optional<URI> baseUrl,

        @Describe("The credential. Write ${NAME} or ${file:path} rather than the credential itself.")
        Optional<Secret> apiKey,

        @Describe("Several credentials to spread requests over, instead of api-key.")
        List<Secret> apiKeys,

        @Describe("For a provider in AWS: where it is and what its requests are signed with when there is no key.")
        Optional<Aws> aws,

        @Describe("For a provider in Google Cloud: where it is and who we are there.")
        Optional<Google> google,

        @Describe("For a provider in Azure: who we are to Microsoft Entra, in the place of a key.")
        Optional<Entra> entra,

        @Describe("The API version to ask for, where the provider has one.")
        Optional<String> apiVersion,

        @Describe("Headers sent with every request.") @Matches(value = Names.HEADER, use = Names.HEADER_USE)
        Map<String, String> headers,

        @Describe("The greatest number of connections to this upstream.")
        @Default("1024")
        @Range(min = "1", max = "100000")
        int maxConnections,

        @Describe("The HTTP version to speak; auto lets the TLS handshake decide.") @Default("auto")
        HttpVersion httpVersion,

        @Describe("A PEM file with the authorities to trust instead of the system's.")
        Optional<Path> caCertificate,

        @Describe("Whether streams are asked to report usage; the provider's own habit when absent.")
        Optional<Boolean> streamUsage,

        @Describe("When it is left alone because it fails, and for how long.")
        Breaker breaker,

        @Describe("How many attempts may be under way at once; no limit when absent.")
        Optional<Concurrency> concurrency) {

    public Upstream {
        apiKeys = List.copyOf(apiKeys);
        headers = Copies.inOrder(headers);
    }

    /** Header values may hold credentials, so only their names are shown. */
    @Override
    public String toString() {
        return "Upstream[provider=" + provider + ", baseUrl=" + baseUrl + ", apiKey=" + apiKey + ", apiKeys=" + apiKeys
                + ", aws=" + aws + ", google=" + google + ", entra=" + entra + ", apiVersion=" + apiVersion
                + ", headers=" + headers.keySet() + ", maxConnections=" + maxConnections
                + ", httpVersion=" + httpVersion + ", caCertificate=" + caCertificate + ", streamUsage=" + streamUsage
                + ", breaker=" + breaker + ", concurrency=" + concurrency + "]";
    }
}
