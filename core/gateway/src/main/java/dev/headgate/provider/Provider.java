package dev.headgate.provider;

import dev.headgate.api.Failure;
import dev.headgate.api.Operation;
import dev.headgate.dialect.Quirks;
import dev.headgate.dialect.UpstreamError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How one kind of operator is spoken to. Stateless and pure; one instance serves one configured upstream. */
public interface Provider {
    /** The kind's name, as {@code provider:} in the configuration. */
    String name();

    /** The wire format it speaks, unless that depends on the model. */
    String dialect();

    /** The wire format it speaks for this model. */
    default String dialect(String model) {
        return dialect();
    }

    /** In what it departs from that format. */
    default Quirks quirks() {
        return Quirks.NONE;
    }

    /** Whether it is asked for this; chat alone, unless it says so. */
    default boolean supports(Operation operation) {
        return operation == Operation.CHAT;
    }

    /** The path and query below the base URL; the model stands in it, percent-encoded, only where the operator wants it. */
    String path(Operation operation, String model, boolean streaming);

    /** The header that carries the credential. */
    default Map.Entry<String, String> authorization(String credential) {
        return Map.entry("authorization", "Bearer " + credential);
    }

    /** The media type to ask for. */
    default String accept(boolean streaming) {
        return streaming ? "text/event-stream" : "application/json";
    }

    /** Headers that go with every request, names in lower case; configured ones of the same name replace them. */
    default List<Map.Entry<String, String>> headers() {
        return List.of();
    }

    /** Whether it is to see this header of the caller's, its name in lower case; none, unless it says so. */
    default boolean forwards(String header) {
        return false;
    }

    /** Whether {@code stream_options.include_usage} may be asked of it; others report usage unasked, or not at all. */
    default boolean streamUsage() {
        return false;
    }

    /** Whether this model knows {@code max_completion_tokens} alone, and refuses {@code max_tokens}. */
    default boolean completionTokens(String model) {
        return false;
    }

    /**
     * What an error of this operator means for the caller and for the attempts that follow.
     *
     * @param upstream the configured name, for the message
     * @param retryAfter how long the operator asks to wait, when it does
     */
    default Failure classify(String upstream, UpstreamError error, Optional<Duration> retryAfter) {
        return Classification.classify(upstream, error, retryAfter, List.of());
    }
}
