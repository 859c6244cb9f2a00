package dev.headgate.provider.bedrock;

import dev.headgate.config.Aws;
import dev.headgate.config.Upstream;
import dev.headgate.credential.Account;
import dev.headgate.credential.Cloud;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The part of Amazon's cloud that an upstream is in, as it says itself, or else as the environment says. */
final class Region implements Cloud {
    private static final String SHAPE = "[a-z0-9-]{1,40}";

    @Override
    public String key() {
        return "aws";
    }

    @Override
    public Account account(Upstream upstream, Function<String, Optional<String>> environment) {
        Optional<String> region = upstream.aws()
                .flatMap(Aws::region)
                .or(() -> environment.apply("AWS_REGION"))
                .or(() -> environment.apply("AWS_DEFAULT_REGION"))
                .map(String::strip)
                .filter(r -> r.matches(SHAPE));
        List<Account.Problem> problems = new ArrayList<>();
        if (region.isEmpty() && upstream.baseUrl().isEmpty()) {
            problems.add(new Account.Problem(
                    "aws.region", "no region is known; write it here, set AWS_REGION, or write a base-url"));
        }
        if (upstream.aws().filter(Aws::namesCredentials).isPresent()) {
            problems.add(new Account.Problem(
                    "aws", "Bedrock is reached with an API key; write api-key, and here the region alone"));
        }
        return new Account(
                region.map(r -> "https://bedrock-runtime." + r + ".amazonaws.com"),
                region,
                Optional.empty(),
                Optional.empty(),
                false,
                problems);
    }
}
