package dev.headgate.hub;

import dev.headgate.api.Usage;
import dev.headgate.wire.Json;
import java.util.Optional;

/**
 * Takes one answer piece by piece, whatever format it comes in, and makes a whole answer or a stream of it. Texts are
 * given as the JSON strings in which they stand and are passed on as they are written there. Not thread-safe; made per
 * attempt.
 */
public interface ChatSink {
    /** The answer begins. Nothing else may come before. */
    void begin(String id, String model);

    /** More of the text. {@code piece} is a JSON string. */
    void text(Json piece);

    /** A value that is to be read as text. */
    void textOf(Json value);

    /** More of what the model thinks. {@code piece} is a JSON string. */
    void reasoning(Json piece);

    /** Why the model refuses. {@code text} is a JSON string. */
    void refusal(Json text);

    /**
     * A call begins.
     *
     * @param name a JSON string
     * @param extra what the provider wants to see again with this call, a JSON object for {@code extra_content}
     * @return the call's index
     */
    int call(String id, Json name, Optional<Json> extra);

    /** More of a call's arguments. {@code piece} is a JSON string. */
    void arguments(int call, Json piece);

    /** All arguments of this call: a JSON object, or absent for none. */
    void argumentsOf(int call, Json object);

    /**
     * An element of a list beside the text that OpenAI does not have, or has in another sense.
     *
     * @param list such as {@code thinking_blocks}
     * @param element JSON
     */
    void beside(String list, byte[] element);

    /** What the provider wants to see again with the message, a JSON object for {@code extra_content}. */
    void extra(Json object);

    /**
     * What takes another answer to the same request, which begins, is told and ends by itself, before this one ends.
     *
     * @param index from 1 on; this one's is 0
     */
    ChatSink another(int index);

    /** Characters of text so far. */
    int length();

    /** The answer has ended, and this is what it has used. */
    void end(Finish finish, Usage usage);
}
