package dev.headgate.api;

import java.util.List;
import java.util.Optional;

/**
 * One client request on its way through the gateway. Confined to its event loop: a filter touches it only from the
 * thread that called it.
 */
public interface Exchange {
    /** The request's id, also in {@code x-request-id} and the access log. */
    String id();

    Principal principal();

    Operation operation();

    /** The caller's wire format, such as {@code openai}. */
    String dialect();

    /** The model id as the caller wrote it. */
    String model();

    /** Whether the caller asked for a stream. */
    boolean streaming();

    /** The request body as it stands now. */
    Body body();

    /**
     * Replaces the request body for everything further in. The new body is read and checked again as if the caller
     * had sent it.
     *
     * @throws GatewayException when the new body is not a valid request
     */
    void body(Body changed);

    /** The texts of the request body as it stands now. */
    Content content();

    /** The texts of a whole answer to this request, in the caller's wire format. */
    Content content(Body answer);

    /** The attempts that have ended so far, in order. */
    List<Attempt> attempts();

    /** Tokens as far as they are known; complete once the answer has ended. */
    Usage usage();

    /** The version of the configuration this exchange runs under. */
    String configVersion();

    <T> Optional<T> get(Attribute<T> key);

    <T> void put(Attribute<T> key, T value);
}
