package dev.headgate.credential.aws;

import dev.headgate.config.Aws;
import dev.headgate.config.Upstream;
import dev.headgate.credential.Account;
import dev.headgate.credential.Cloud;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Amazon Web Services, for one of its services.
 *
 * @param host the first part of its hosts' names, such as {@code bedrock-runtime}
 * @param service the name that requests are signed for, such as {@code bedrock}
 */
public record AwsCloud(String host, String service) implements Cloud {
    private static final Aws NOTHING = new Aws(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    private static final List<String> VARIABLES = List.of(
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_WEB_IDENTITY_TOKEN_FILE",
            "AWS_ROLE_ARN",
            "AWS_ROLE_SESSION_NAME",
            "AWS_PROFILE",
            "AWS_SHARED_CREDENTIALS_FILE",
            "AWS_CONFIG_FILE",
            "HOME",
            "USERPROFILE",
            "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN",
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
            "AWS_EC2_METADATA_DISABLED",
            "AWS_EC2_METADATA_SERVICE_ENDPOINT");

    private static final Account.Problem NO_REGION =
            new Account.Problem("aws.region", "no region is known; write one, such as eu-central-1, or set AWS_REGION");

    @Override
    public String key() {
        return "aws";
    }

    @Override
    public Account account(Upstream upstream, Function<String, Optional<String>> environment) {
        Aws config = upstream.aws().orElse(NOTHING);
        Optional<String> region = config.region()
                .or(() -> environment.apply("AWS_REGION"))
                .or(() -> environment.apply("AWS_DEFAULT_REGION"))
                .filter(r -> r.matches("[a-z0-9-]{1,40}"));
        if (region.isEmpty()) {
            // A key goes anywhere; a signature names the region, and so does the address where none is written.
            boolean needed = upstream.baseUrl().isEmpty() || config.namesCredentials();
            return new Account(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    config.namesCredentials(),
                    needed ? List.of(NO_REGION) : List.of());
        }
        String suffix = "." + region.get() + ".amazonaws.com" + (region.get().startsWith("cn-") ? ".cn" : "");
        URI base = upstream.baseUrl().orElseGet(() -> URI.create("https://" + host + suffix));
        URI sts = config.stsUrl()
                .or(() -> environment.apply("AWS_ENDPOINT_URL_STS").flatMap(AwsCloud::url))
                .orElseGet(() -> URI.create("https://sts" + suffix));
        Map<String, String> variables = new HashMap<>();
        VARIABLES.forEach(v -> environment.apply(v).ifPresent(value -> variables.put(v, value)));
        return new Account(
                Optional.of(base.toString()),
                region,
                Optional.empty(),
                Optional.of(new AwsSource(
                        config, Map.copyOf(variables), new Sts(sts, region.get()), region.get(), service, base)),
                config.namesCredentials(),
                List.of());
    }

    private static Optional<URI> url(String text) {
        try {
            return Optional.of(URI.create(text)).filter(u -> u.getHost() != null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
