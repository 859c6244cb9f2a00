package dev.headgate.dialect;

import dev.headgate.api.Body;
import dev.headgate.hub.ChatRequest;
import dev.headgate.hub.WholeChat;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import java.util.Optional;

/**
 * Carries one chat request to a format whose answers and errors are JSON documents. A format adds how its request is
 * written and how those documents are read.
 */
public abstract class ChatTranslator extends JsonTranslator {
    protected final Asked asked;
    protected final ChatRequest chat;

    protected ChatTranslator(Asked asked) {
        this.asked = asked;
        this.chat = ChatRequest.read(asked.body());
    }

    /** The request in the other format; what has no place there is among the request's losses then. */
    protected abstract Body write();

    /**
     * Reads a whole answer with a success status.
     *
     * @param to what makes the caller's answer of it
     */
    protected abstract Answer read(Json answer, WholeChat to);

    @Override
    public final Request request() {
        Body body = write();
        return new Request(body, chat.losses().dropped());
    }

    @Override
    public final Answer answer(Body body) {
        try {
            return read(Json.read(body.array(), JsonLimits.WIDE), new WholeChat(asked.now(), chat.legacy()));
        } catch (JsonException e) {
            return new Answer.Malformed("the answer is not valid JSON");
        }
    }

    /** An answer read to its end; or what it says went wrong, when that is why it came to nothing. */
    protected static Answer ended(WholeChat whole, Optional<UpstreamError> nothing) {
        return nothing.isPresent() ? new Answer.Refused(nothing.get()) : new Answer.Translated(whole.body());
    }
}
