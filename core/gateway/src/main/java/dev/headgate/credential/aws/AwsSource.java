package dev.headgate.credential.aws;

import dev.headgate.config.Aws;
import dev.headgate.credential.Grant;
import dev.headgate.credential.Source;
import dev.headgate.credential.Step;
import dev.headgate.dialect.UpstreamError;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Keys of AWS to sign requests to one service with.
 *
 * @param environment the variables that say where keys are, as they were when the configuration was read
 * @param base where the service is
 */
record AwsSource(Aws config, Map<String, String> environment, Sts sts, String region, String service, URI base)
        implements Source {
    private static final Pattern OUTLIVED = Pattern.compile(
            "(?i).*(?:ExpiredToken|UnrecognizedClient|InvalidClientTokenId"
                    + "|security token included in the request is (?:expired|invalid)).*",
            Pattern.DOTALL);

    @Override
    public Step begin(Instant now) {
        Keys keys = (k, expires) -> new Step.Obtained(new Grant(new AwsSigner(k, region, service, base), expires));
        return new AwsChain(config, name -> Optional.ofNullable(environment.get(name)), sts, keys).begin(now);
    }

    @Override
    public boolean outlived(UpstreamError error) {
        String said = error.type().orElse("") + " " + error.code().orElse("") + " " + error.message();
        return error.status() == 401
                || ((error.status() == 403 || error.status() == 400)
                        && OUTLIVED.matcher(said).matches());
    }

    /** The environment may hold keys. */
    @Override
    public String toString() {
        return "AwsSource[" + service + " in " + region + "]";
    }
}
