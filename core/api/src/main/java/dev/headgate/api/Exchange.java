package dev.headgate.api;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;

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

    /** How many answers the body asks for, and are paid for. */
    int choices();

    /** The most tokens that each answer may have, as far as the body limits them. */
    OptionalLong outputCeiling();

    /**
     * A header of the caller's request, the first of that name.
     *
     * @param name in lower case; those that carry credentials are empty whatever was sent
     */
    Optional<String> header(String name);

    /** The headers that go to an upstream beside those that the gateway itself sends. */
    Headers forwarded();

    /**
     * Sets the headers that go to an upstream for everything further in.
     *
     * @throws IllegalArgumentException naming one that is no header, or that is not a filter's to set: those of
     *     credentials, of connections and of the body
     */
    void forwarded(Headers changed);

    /**
     * Has these headers sent with whatever answer this request gets, an error included. Must be called before there is
     * an answer.
     *
     * @throws IllegalArgumentException naming one that is no header, or that is not a filter's to set; and for more than
     *     32 in all
     */
    void answerHeaders(Headers more);

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

    /** The name of the route that the model has led to; empty before the rest of the chain has looked for it. */
    String route();

    /** The attempts that have ended so far, in order. */
    List<Attempt> attempts();

    /** Tokens as far as they are known, those added included; complete once the answer has ended. */
    Usage usage();

    /** Adds tokens that a filter has spent for this exchange itself, outside its attempts. */
    void add(Usage spent);

    /**
     * Leaves a word or figure for the exchange's log line, where it stands as {@code name=value}. A note of the same name
     * takes the place of an earlier one. Nothing of a prompt or an answer belongs here.
     *
     * @param name at most 32 lower-case letters, digits and hyphens
     * @param value at most 64 visible ASCII characters
     * @throws IllegalArgumentException for another name or value, and for more than 16 notes
     */
    void note(String name, String value);

    /**
     * Has an action called when the exchange has ended, however it did: answered, failed, broken off or left by its
     * caller. Exactly once, on the event loop, after the last byte; usage and attempts are complete then. Actions run in
     * the order they were given, and what one throws is logged and keeps no other from running. Must be called from
     * within {@link Filter#apply} or what it set going, before the exchange ends.
     */
    void atEnd(Consumer<Outcome> action);

    /**
     * Asked when the caller has left before its answer has ended: the exchange goes on without its caller until the
     * future has completed, because others wait for what it brings, and is given up then. One that is complete already
     * gives it up at once, as is done when nobody says otherwise. Several are all waited for. It is logged and counted
     * as left by its caller, when it has ended.
     */
    void whenLeft(Supplier<Future<Void>> until);

    /** The version of the configuration this exchange runs under. */
    String configVersion();

    /**
     * A digest of all that the configuration says about how this request is answered: the filters on its way that may
     * change it or its answer, with their settings and in their order, and the targets that its caller may reach under
     * its model. It is the same for two exchanges when the configuration treats them alike, also under another
     * configuration or in another gateway. Empty when nothing can be reached, so that the request will be refused.
     */
    Optional<String> way();

    /**
     * Asks the gateway itself for something on the way of this exchange, as its caller would ask: routed by its model among
     * what the caller's team may reach, retried, and sent to another target as any request is. It runs through no filter. It
     * stands in the log with this exchange's id, and in {@link #usage} with what it used. It is given up with this exchange.
     *
     * @param request in the caller's wire format; a whole answer is asked for, no stream
     * @param limit how long it may take at most
     * @return the answer, on the event loop; fails with a {@link GatewayException} saying why there is none
     */
    Future<Answered> ask(Operation operation, Body request, Duration limit);

    /** A stream of events that a filter answers with itself, which others may watch and rewrite as any other. */
    EventStream stream(EventSource source);

    /** Runs this on the exchange's event loop: at once when called on it, else soon. May be called from any thread. */
    void execute(Runnable task);

    /**
     * Runs this on the exchange's event loop after a time. Called on that loop.
     *
     * @return what keeps it from being run, if it has not been yet
     */
    Runnable after(Duration time, Runnable task);

    <T> Optional<T> get(Attribute<T> key);

    <T> void put(Attribute<T> key, T value);
}
