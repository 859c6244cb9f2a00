package dev.headgate.testkit;

import dev.headgate.api.Body;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One answer as a {@link RawClient} read it.
 *
 * @param version as in the status line, such as {@code HTTP/1.1}
 * @param status the status code
 * @param fields the header fields
 * @param body as much of the content as arrived, freed from its framing
 * @param end how the content ended; {@link End#COMPLETE} when only the head has been read
 */
public record Answer(String version, int status, Fields fields, Body body, End end) {

    /** The first value of this header field, or empty text. */
    public String header(String name) {
        return fields.first(name).orElse("");
    }

    /** The content as UTF-8 text. */
    public String text() {
        return body.text();
    }

    /** The content as JSON. */
    public JsonNode json() {
        return OpenAiReplies.JSON.readTree(body.array());
    }

    /** The content as events. */
    public List<Sse.Event> events() {
        return Sse.parse(body.array()).events();
    }

    /** The content, a stream of chunks or a whole chat completion, folded to what it says. */
    public ChatFold chat() {
        return header("content-type").startsWith("text/event-stream")
                ? ChatFold.ofEvents(events())
                : ChatFold.ofCompletion(json());
    }
}
