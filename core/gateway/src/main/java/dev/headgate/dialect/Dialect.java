package dev.headgate.dialect;

import dev.headgate.api.Body;
import dev.headgate.api.Content;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import dev.headgate.api.Lane;
import dev.headgate.api.Operation;
import dev.headgate.api.StreamRewriter;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** A wire format. Stateless; one instance serves all threads. */
public interface Dialect {
    /** Its name in logs and in {@link dev.headgate.api.Exchange#dialect()}. */
    String name();

    /** Where callers reach it. */
    List<Endpoint> endpoints();

    /**
     * Reads what the gateway must know of a request.
     *
     * @throws GatewayException INVALID_REQUEST saying what was wrong and what would be right, or UNKNOWN_MODEL for a
     *     model id that no configuration can hold
     */
    RequestHead readHead(Operation operation, Body body);

    /**
     * A number that the requests of one conversation have in common and those of others, most likely, do not, to send
     * them where the provider has the conversation's beginning in its cache. Read from the body with each call. Empty
     * where requests of this kind do not continue each other, or this one does not say what it continues.
     */
    OptionalLong conversation(Operation operation, Body body);

    /** The end user, or what else the caller names to bring requests together; read from the body with each call. */
    Optional<String> user(Operation operation, Body body);

    /** The answer body for a failure before anything was sent. */
    Body renderError(Failure failure);

    /** The event for a failure after a stream has begun, in bytes ready to be written. */
    byte[] renderStreamError(Failure failure);

    /** What an answer with a success status turns out to be. */
    Reading readAnswer(Operation operation, Body body);

    /** What an answer with an error status says. */
    UpstreamError readError(int status, Body body);

    /**
     * A reader for one streamed answer.
     *
     * @param choices how many answers were asked for; fewer that have finished do not make the stream complete
     */
    StreamReader streamReader(Operation operation, int choices);

    /** The texts of a request or of a whole answer, read once somebody asks. */
    Content content(Operation operation, Body body);

    /** Rewrites one streamed answer, with a rewriter for each lane. */
    EventRewriter eventRewriter(Operation operation, Function<Lane, StreamRewriter> rewriters);

    /** The list of models for {@code GET /v1/models}. */
    Body renderModels(List<ListedModel> models);

    /** One model for {@code GET /v1/models/{id}}. */
    Body renderModel(ListedModel model);
}
