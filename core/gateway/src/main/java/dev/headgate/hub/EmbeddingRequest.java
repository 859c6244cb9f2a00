package dev.headgate.hub;

import dev.headgate.api.Body;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;
import java.util.List;

/** A request for embeddings in the hub's shape, over the bytes it came in. Its inputs are texts. */
public final class EmbeddingRequest extends Request {
    private final List<Json> inputs;

    private EmbeddingRequest(Json root) {
        super(root);
        Json input = root.get("input");
        this.inputs = input.isString() ? List.of(input) : input.items();
    }

    /**
     * Reads a body that the dialect's own reader has accepted, for a format that knows nothing of token ids.
     *
     * @throws dev.headgate.api.GatewayException INVALID_REQUEST when the input is made of token ids
     */
    public static EmbeddingRequest read(Body body) {
        refuseTokens(new JsonReader(body.array(), 0, body.length(), JsonLimits.STANDARD));
        return new EmbeddingRequest(Json.read(body.array(), JsonLimits.STANDARD));
    }

    /** Before a tree is made, in which each of a million ids would be a thing of its own. */
    private static void refuseTokens(JsonReader in) {
        in.next();
        while (in.next() == Token.NAME) {
            if (in.is("input")) {
                boolean several = in.next() == Token.START_ARRAY;
                if (several && in.next() != Token.STRING) {
                    throw Losses.refuse("input", "it takes texts, not token ids");
                }
                return;
            }
            in.skip();
        }
    }

    /** The texts to be embedded, each a JSON string; there is at least one. */
    public List<Json> inputs() {
        return inputs;
    }

    /** How long the vectors are to be; absent where that is left to the model. */
    public Json dimensions() {
        return member("dimensions");
    }
}
