package dev.headgate.hub;

import dev.headgate.api.Body;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonSplice;
import dev.headgate.wire.JsonString;
import dev.headgate.wire.JsonWriter;
import java.util.ArrayList;
import java.util.List;

/** A request to order documents by what they have to do with a query, in Cohere's shape, over the bytes it came in. */
public final class RerankRequest extends Request {
    private final Body body;
    private final Json model;
    private final List<Json> documents;

    private RerankRequest(Body body, Json root) {
        super(root);
        this.body = body;
        this.model = root.get("model");
        this.documents = root.get("documents").items();
    }

    /** Reads a body that the dialect's own reader has accepted. */
    public static RerankRequest read(Body body) {
        return new RerankRequest(body, Json.read(body.array(), JsonLimits.STANDARD));
    }

    /** The same bytes with this model in the place of their own. */
    public Body withModel(String name) {
        return model.text().equals(name)
                ? body
                : Body.wrap(new JsonSplice(body.array())
                        .replace(model.start(), model.end(), JsonString.quote(name))
                        .apply());
    }

    /** Whether every document is a string. */
    public boolean plain() {
        return documents.stream().allMatch(Json::isString);
    }

    /**
     * The text of each document, a JSON string.
     *
     * @throws dev.headgate.api.GatewayException INVALID_REQUEST when one has none
     */
    public List<Json> texts() {
        List<Json> texts = new ArrayList<>(documents.size());
        for (Json d : documents) {
            Json text = d.isString() ? d : d.get("text");
            if (!text.isString()) {
                throw Losses.refuse("documents[" + texts.size() + "]", "it takes texts, so an object needs a text");
            }
            texts.add(text);
        }
        return texts;
    }

    /** What the documents are ordered by. */
    public Json query() {
        return member("query");
    }

    /** Whether the answer is to repeat the documents. */
    public boolean returnsDocuments() {
        return member("return_documents").isTrue();
    }

    /** Writes the member {@code document} of a result, when the caller wants it and the index is of one. */
    public void repeat(JsonWriter out, Json index) {
        long at = index.whole(-1);
        if (!returnsDocuments() || at < 0 || at >= documents.size()) {
            return;
        }
        Json document = documents.get((int) at);
        out.name("document");
        if (document.isString()) {
            out.open().name("text").copy(document).close();
        } else {
            out.copy(document);
        }
    }
}
