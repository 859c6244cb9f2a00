package dev.headgate.credential.aws;

import dev.headgate.api.Body;
import dev.headgate.credential.OAuth;
import dev.headgate.credential.Step;
import dev.headgate.credential.TokenCall;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The services by which a container or an instance learns the keys of its role. */
final class Metadata {
    private static final String CONTAINERS = "http://169.254.170.2";
    private static final String INSTANCES = "http://169.254.169.254";

    private final Function<String, Optional<String>> environment;
    private final Keys then;

    Metadata(Function<String, Optional<String>> environment, Keys then) {
        this.environment = environment;
        this.then = then;
    }

    /**
     * That of a container, in ECS and for pod identities in EKS.
     *
     * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html">Container
     *     credential provider</a>
     */
    Step container() {
        Optional<String> url = environment
                .apply("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")
                .map(path -> CONTAINERS + path)
                .or(() -> environment.apply("AWS_CONTAINER_CREDENTIALS_FULL_URI"));
        if (url.isEmpty()) {
            return new Step.Absent("no AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or AWS_CONTAINER_CREDENTIALS_FULL_URI");
        }
        Optional<String> file = environment.apply("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
        if (file.isPresent()) {
            return new Step.Read(
                    file.get(),
                    token -> token.map(t -> container(url.get(), Optional.of(t.strip())))
                            .orElseGet(() -> new Step.Refused("the file " + file.get() + " cannot be read")));
        }
        return container(url.get(), environment.apply("AWS_CONTAINER_AUTHORIZATION_TOKEN"));
    }

    private Step container(String url, Optional<String> token) {
        TokenCall call = TokenCall.get(
                URI.create(url),
                token.map(t -> List.of(Map.entry("authorization", t))).orElse(List.of()));
        return new Step.Call(
                call,
                answer -> answer.ok() ? then.read(call, answer) : OAuth.refusal(call, answer.status(), answer.json()));
    }

    /**
     * That of an instance, version 2: a session first, then the role's name, then its keys.
     *
     * @see <a href="https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html">
     *     Retrieve security credentials from instance metadata</a>
     */
    Step instance() {
        if (environment
                .apply("AWS_EC2_METADATA_DISABLED")
                .filter("true"::equalsIgnoreCase)
                .isPresent()) {
            return new Step.Absent("AWS_EC2_METADATA_DISABLED is set");
        }
        String base = environment
                .apply("AWS_EC2_METADATA_SERVICE_ENDPOINT")
                .map(e -> e.replaceFirst("/+$", ""))
                .orElse(INSTANCES);
        var session = new TokenCall(
                "PUT",
                URI.create(base + "/latest/api/token"),
                List.of(Map.entry("x-aws-ec2-metadata-token-ttl-seconds", "21600")),
                Body.EMPTY);
        return new Step.Call(
                session,
                answer -> answer.ok()
                        ? role(
                                base,
                                Map.entry(
                                        "x-aws-ec2-metadata-token",
                                        answer.text().strip()))
                        : new Step.Absent("the instance metadata service answers with status " + answer.status()),
                new Step.Absent("no instance metadata service answers"));
    }

    private Step role(String base, Map.Entry<String, String> session) {
        String roles = base + "/latest/meta-data/iam/security-credentials/";
        return new Step.Call(TokenCall.get(URI.create(roles), List.of(session)), answer -> {
            String role = answer.text().lines().findFirst().orElse("").strip();
            if (!answer.ok() || !role.matches("[\\w+=,.@-]{1,128}")) {
                return new Step.Absent("the instance has no role");
            }
            TokenCall call = TokenCall.get(URI.create(roles + role), List.of(session));
            return new Step.Call(
                    call, keys -> keys.ok() ? then.read(call, keys) : OAuth.refusal(call, keys.status(), keys.json()));
        });
    }
}
