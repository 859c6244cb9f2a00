package dev.headgate.dialect;

import dev.headgate.api.Body;
import dev.headgate.hub.EmbeddingList;
import dev.headgate.hub.EmbeddingRequest;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;
import dev.headgate.wire.JsonWriter;

/**
 * Carries one request for embeddings to a wire format that takes texts alone. The vectors come back in the order of the
 * texts, each number as it is written; whoever wants base64 gets it made of them afterwards, whatever the format.
 */
public abstract class EmbeddingTranslator extends JsonTranslator {
    protected final Asked asked;
    protected final EmbeddingRequest request;

    protected EmbeddingTranslator(Asked asked) {
        this.asked = asked;
        this.request = EmbeddingRequest.read(asked.body());
    }

    @Override
    public final Request request() {
        var out = new JsonWriter(asked.body().length() + 128 * request.inputs().size());
        write(out.open());
        return new Request(
                Body.wrap(out.close().toByteArray()), request.losses().dropped());
    }

    /** Writes the members of the request. */
    protected abstract void write(JsonWriter out);

    /** Writes the texts as a list. */
    protected final void texts(JsonWriter out) {
        out.openList();
        request.inputs().forEach(out::copy);
        out.closeList();
    }

    @Override
    public Answer answer(Body body) {
        var vectors = new EmbeddingList(body);
        var in = new JsonReader(body.array(), 0, body.length(), JsonLimits.WIDE);
        try {
            if (in.next() != Token.START_OBJECT) {
                return new Answer.Malformed("the answer is not a JSON object");
            }
            while (in.next() == Token.NAME) {
                if (!in.is("error")) {
                    read(in, vectors);
                } else if (in.next() != Token.NULL) {
                    return new Answer.Refused(error(200, body));
                }
            }
            in.next();
        } catch (JsonException e) {
            return new Answer.Malformed("the answer is not valid JSON");
        }
        int wanted = request.inputs().size();
        return vectors.count() == wanted
                ? new Answer.Translated(vectors.body(asked.model()))
                : new Answer.Malformed("the answer has " + vectors.count() + " embeddings for " + wanted + " inputs");
    }

    /** Stands on the name of a member of the answer, and reads over its value. */
    protected abstract void read(JsonReader in, EmbeddingList to);

    /** Reads over the value that follows, standing on the first token of each element of an array to read over that. */
    protected static void elements(JsonReader in, Runnable element) {
        if (in.next() != Token.START_ARRAY) {
            in.skip();
            return;
        }
        while (in.next() != Token.END_ARRAY) {
            element.run();
        }
    }

    /** Reads over the value on whose first token it stands, standing on each name in it to read over its value. */
    protected static void members(JsonReader in, Runnable member) {
        if (in.token() != Token.START_OBJECT) {
            in.skip();
            return;
        }
        while (in.next() == Token.NAME) {
            member.run();
        }
    }

    /** The count that follows a name; 0 for anything else. */
    protected static long count(JsonReader in) {
        if (in.next() != Token.NUMBER) {
            in.skip();
            return 0;
        }
        return Math.clamp(Math.round(in.decimal()), 0L, 1_000_000_000_000L);
    }
}
