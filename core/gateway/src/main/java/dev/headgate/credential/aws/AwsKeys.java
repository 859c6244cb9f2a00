package dev.headgate.credential.aws;

import java.util.Optional;

/**
 * An access key of AWS.
 *
 * @param token what goes with one that does not last
 */
record AwsKeys(String id, String secret, Optional<String> token) {
    @Override
    public String toString() {
        return "AwsKeys[" + id + "]";
    }
}
