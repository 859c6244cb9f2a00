package dev.headgate.credential;

import dev.headgate.api.Body;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import java.time.Instant;

/**
 * What whoever gives out credentials has answered.
 *
 * @param at when it had come
 */
public record TokenAnswer(int status, Body body, Instant at) {
    public boolean ok() {
        return status >= 200 && status < 300;
    }

    public String text() {
        return body.text();
    }

    /** The answer as JSON; what is not there when it is none. */
    public Json json() {
        return json(body.array());
    }

    /** What stands in a document; what is not there when it is none. */
    public static Json json(byte[] document) {
        try {
            return Json.read(document, JsonLimits.STANDARD);
        } catch (JsonException e) {
            return Json.ABSENT;
        }
    }

    /** It may hold credentials. */
    @Override
    public String toString() {
        return "TokenAnswer[" + status + "]";
    }
}
