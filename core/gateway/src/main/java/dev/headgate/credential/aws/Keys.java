package dev.headgate.credential.aws;

import dev.headgate.credential.Step;
import dev.headgate.credential.TokenAnswer;
import dev.headgate.credential.TokenCall;
import dev.headgate.wire.Json;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What to do with keys that were obtained. */
@FunctionalInterface
interface Keys {
    Step obtained(AwsKeys keys, Optional<Instant> expires);

    /** A point in time as AWS writes it. */
    static Optional<Instant> time(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The keys in an answer of a container's or an instance's metadata service. */
    default Step read(TokenCall call, TokenAnswer answer) {
        Json json = answer.json();
        String id = json.get("AccessKeyId").text();
        String secret = json.get("SecretAccessKey").text();
        if (id.isEmpty() || secret.isEmpty()) {
            return new Step.Broken(call.place() + " answers without an access key");
        }
        Optional<String> token = Optional.of(json.get("Token").text()).filter(t -> !t.isEmpty());
        return obtained(
                new AwsKeys(id, secret, token), time(json.get("Expiration").text()));
    }
}
