package dev.headgate.api;

import java.time.Duration;
import java.util.Optional;

/**
 * How an exchange has ended.
 *
 * @param status the HTTP status the caller saw; 499 when it had left
 * @param failure why it failed, when it did; a stream that broke off had begun with status 200
 * @param total from the request to the end of the answer
 * @param timeToFirstToken from the request to the answer's first content, when there was one
 */
public record Outcome(
        int status, Optional<Failure.Kind> failure, Duration total, Optional<Duration> timeToFirstToken) {}
