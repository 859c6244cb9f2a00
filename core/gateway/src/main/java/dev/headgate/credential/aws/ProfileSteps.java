package dev.headgate.credential.aws;

import dev.headgate.credential.Step;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The way from a profile to keys: they stand in it, or a role does and how to take it on. */
final class ProfileSteps {
    private final Profiles profiles;
    private final AwsChain chain;
    private final Instant now;
    private final Set<String> seen = new HashSet<>();

    ProfileSteps(Profiles profiles, AwsChain chain, Instant now) {
        this.profiles = profiles;
        this.chain = chain;
        this.now = now;
    }

    Step of(String name) {
        Map<String, String> p = profiles.of(name);
        boolean first = seen.add(name);
        Optional<String> arn = setting(p, "role_arn");
        if (arn.isPresent() && first) {
            return role(name, p, arn.get());
        }
        Optional<String> id = setting(p, "aws_access_key_id");
        Optional<String> secret = setting(p, "aws_secret_access_key");
        if (id.isPresent() && secret.isPresent()) {
            return chain.keys()
                    .obtained(new AwsKeys(id.get(), secret.get(), setting(p, "aws_session_token")), Optional.empty());
        }
        if (setting(p, "sso_session").or(() -> setting(p, "sso_start_url")).isPresent()) {
            return new Step.Refused("the profile " + name + " signs a person in, which a gateway is not");
        }
        if (setting(p, "credential_process").isPresent()) {
            return new Step.Refused("the profile " + name + " runs a program, which the gateway does not");
        }
        return first
                ? new Step.Absent("no keys in the profile " + name)
                : new Step.Refused("the profile " + name + " takes its role on with itself");
    }

    private Step role(String name, Map<String, String> p, String arn) {
        var role = new Sts.Role(arn, setting(p, "role_session_name").orElse("headgate"), setting(p, "external_id"));
        Optional<String> file = setting(p, "web_identity_token_file");
        if (file.isPresent()) {
            return chain.webIdentity(role, file.get());
        }
        Optional<String> source = setting(p, "source_profile");
        if (source.isPresent()) {
            return chain.assuming(role, of(source.get()), now);
        }
        return switch (setting(p, "credential_source").orElse("")) {
            case "Environment" -> chain.assuming(role, chain.ofEnvironment(), now);
            case "EcsContainer" -> chain.assuming(role, chain.metadata().container(), now);
            case "Ec2InstanceMetadata" -> chain.assuming(role, chain.metadata().instance(), now);
            default ->
                new Step.Refused("the profile " + name + " has a role_arn, but neither source_profile,"
                        + " web_identity_token_file nor a credential_source that is known");
        };
    }

    private static Optional<String> setting(Map<String, String> profile, String name) {
        return Optional.ofNullable(profile.get(name)).filter(v -> !v.isEmpty());
    }
}
