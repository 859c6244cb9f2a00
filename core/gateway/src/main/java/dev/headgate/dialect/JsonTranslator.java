package dev.headgate.dialect;

import dev.headgate.api.Body;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;

/** A translator to a format whose errors are JSON documents. */
public abstract class JsonTranslator implements Translator {
    /** Reads an error. */
    protected abstract UpstreamError error(int status, Json error);

    @Override
    public final UpstreamError error(int status, Body body) {
        try {
            return error(status, Json.read(body.array(), JsonLimits.WIDE));
        } catch (JsonException e) {
            return UpstreamError.words(status, body);
        }
    }
}
