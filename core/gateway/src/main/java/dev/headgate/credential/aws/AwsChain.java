package dev.headgate.credential.aws;

import dev.headgate.config.Aws;
import dev.headgate.credential.Grant;
import dev.headgate.credential.Step;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where keys are looked for, in this order: the configuration, the environment, a web identity, the shared files, the
 * container, the instance. The first place that has some is the last that is looked at.
 *
 * @see <a href="https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html">AWS SDKs: standardized
 *     credential providers</a>
 */
final class AwsChain {
    private final Aws config;
    private final Function<String, Optional<String>> environment;
    private final Sts sts;
    private final Keys keys;

    /**
     * @param keys makes the credential of what was found
     */
    AwsChain(Aws config, Function<String, Optional<String>> environment, Sts sts, Keys keys) {
        this.config = config;
        this.environment = environment;
        this.sts = sts;
        this.keys = keys;
    }

    Step begin(Instant now) {
        Optional<Sts.Role> role = config.roleArn()
                .map(arn -> new Sts.Role(arn, config.roleSessionName().orElse("headgate"), config.externalId()));
        Optional<String> file = config.webIdentityTokenFile().map(Object::toString);
        if (role.isPresent() && file.isPresent()) {
            return webIdentity(role.get(), file.get());
        }
        Step own = own(now);
        return role.map(r -> assuming(r, own, now)).orElse(own);
    }

    private Step own(Instant now) {
        if (config.accessKeyId().isPresent() && config.secretAccessKey().isPresent()) {
            return keys.obtained(
                    new AwsKeys(
                            config.accessKeyId().get(),
                            config.secretAccessKey().get().reveal(),
                            config.sessionToken().map(t -> t.reveal())),
                    Optional.empty());
        }
        if (config.profile().isPresent()) {
            return profile(config.profile().get(), now);
        }
        return ofEnvironment()
                .or(this::webIdentityOfEnvironment)
                .or(() -> profile(variable("AWS_PROFILE").orElse("default"), now))
                .or(() -> metadata().container())
                .or(() -> metadata().instance());
    }

    Keys keys() {
        return keys;
    }

    Metadata metadata() {
        return new Metadata(this::variable, keys);
    }

    Step ofEnvironment() {
        Optional<String> id = variable("AWS_ACCESS_KEY_ID");
        Optional<String> secret = variable("AWS_SECRET_ACCESS_KEY");
        return id.isPresent() && secret.isPresent()
                ? keys.obtained(new AwsKeys(id.get(), secret.get(), variable("AWS_SESSION_TOKEN")), Optional.empty())
                : new Step.Absent("no AWS_ACCESS_KEY_ID with an AWS_SECRET_ACCESS_KEY");
    }

    private Step webIdentityOfEnvironment() {
        Optional<String> file = variable("AWS_WEB_IDENTITY_TOKEN_FILE");
        Optional<String> arn = variable("AWS_ROLE_ARN");
        if (file.isEmpty() || arn.isEmpty()) {
            return new Step.Absent("no AWS_WEB_IDENTITY_TOKEN_FILE with an AWS_ROLE_ARN");
        }
        String session = variable("AWS_ROLE_SESSION_NAME").orElse("headgate");
        return webIdentity(new Sts.Role(arn.get(), session, Optional.empty()), file.get());
    }

    Step webIdentity(Sts.Role role, String file) {
        return new Step.Read(
                file,
                token -> token.map(String::strip)
                        .filter(t -> !t.isEmpty())
                        .map(t -> sts.assume(role, t, keys))
                        .orElseGet(() -> new Step.Refused("the file " + file + " holds no token, or cannot be read")));
    }

    /** A role taken on with the keys that these steps lead to. */
    Step assuming(Sts.Role role, Step first, Instant now) {
        return first.then((Grant g) -> g.proof() instanceof AwsSigner s
                ? sts.assume(role, s.keys(), now, keys)
                : new Step.Refused("no keys to take the role on with"));
    }

    private Step profile(String name, Instant now) {
        String credentials = variable("AWS_SHARED_CREDENTIALS_FILE").orElseGet(() -> home(".aws/credentials"));
        String config = variable("AWS_CONFIG_FILE").orElseGet(() -> home(".aws/config"));
        return new Step.Read(
                credentials,
                some -> new Step.Read(
                        config,
                        more -> new ProfileSteps(Profiles.of(more.orElse(""), some.orElse("")), this, now).of(name)));
    }

    private String home(String file) {
        return variable("HOME").or(() -> variable("USERPROFILE")).orElse("") + "/" + file;
    }

    private Optional<String> variable(String name) {
        return environment.apply(name).filter(v -> !v.isBlank());
    }
}
