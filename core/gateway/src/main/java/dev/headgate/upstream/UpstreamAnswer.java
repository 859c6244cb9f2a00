package dev.headgate.upstream;

import dev.headgate.api.Body;
import dev.headgate.api.Failure;
import dev.headgate.api.Usage;
import java.util.Optional;

/** What one attempt came to when it did not fail. */
public sealed interface UpstreamAnswer {
    int status();

    /**
     * A whole answer.
     *
     * @param contentType as the upstream named it
     * @param rejection why the upstream refused the request itself, when it did; the body then holds its error
     */
    record Whole(int status, String contentType, Body body, Usage usage, Optional<Failure> rejection)
            implements UpstreamAnswer {}

    /** A stream whose first content has arrived. */
    record Streamed(int status, String contentType, AnswerStream events) implements UpstreamAnswer {}
}
