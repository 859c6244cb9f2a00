package dev.headgate.testkit;

import dev.headgate.api.Body;
import java.time.Instant;

/**
 * One request that reached a {@link FakeUpstream}, with what became of its answer.
 *
 * @param method as sent
 * @param path with its query, as sent
 * @param fields the header fields
 * @param body freed from its framing
 * @param at when it had arrived in full
 * @param connection the number of its connection, from 1
 * @param answer how far its answer has come
 */
public record Received(
        String method, String path, Fields fields, Body body, Instant at, int connection, Answering answer) {

    /** The first value of this header field, or empty text. */
    public String header(String name) {
        return fields.first(name).orElse("");
    }

    /** Blocks until the answer is over, and tells how it ended. */
    public Answering.Outcome awaitOutcome() {
        return Waiting.on(answer.outcome(), "the answer to " + method + " " + path + " to end");
    }

    /** Blocks until the client has closed or reset the connection before it had the whole answer. */
    public void awaitAborted() {
        Answering.Outcome outcome = awaitOutcome();
        if (outcome != Answering.Outcome.ABORTED) {
            throw new AssertionError("expected the client to give up " + method + " " + path + ", but the answer was "
                    + outcome + " after " + answer.sent() + " bytes");
        }
    }
}
