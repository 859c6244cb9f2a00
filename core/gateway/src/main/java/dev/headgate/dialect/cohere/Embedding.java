package dev.headgate.dialect.cohere;

import dev.headgate.dialect.Asked;
import dev.headgate.dialect.EmbeddingTranslator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.EmbeddingList;
import dev.headgate.hub.Losses;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;
import dev.headgate.wire.JsonWriter;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Embeddings by Cohere's {@code embed}, version 2, which wants to know what the vectors are for: what is not said to be
 * a query is a document.
 *
 * @see <a href="https://docs.cohere.com/reference/embed">Embed</a>
 */
final class Embedding extends EmbeddingTranslator {
    private static final List<String> OWN = List.of("truncate", "max_tokens", "priority");
    private static final Set<String> UNDERSTOOD = Set.of(
            "model",
            "input",
            "encoding_format",
            "dimensions",
            "input_type",
            "embedding_types",
            "truncate",
            "max_tokens",
            "priority",
            "strict");

    Embedding(Asked asked) {
        super(asked);
    }

    @Override
    protected void write(JsonWriter out) {
        out.name("model").value(asked.model());
        texts(out.name("texts"));
        Json type = request.member("input_type");
        if (type.present()) {
            out.name("input_type").copy(type);
        } else {
            out.name("input_type").value("search_document");
        }
        types(out);
        if (request.dimensions().present()) {
            out.name("output_dimension").copy(request.dimensions());
        }
        request.copy(out, OWN);
        request.dropOthers(UNDERSTOOD);
    }

    private void types(JsonWriter out) {
        Json types = request.member("embedding_types");
        Iterator<Json> each = types.iterator();
        if (!each.hasNext()) {
            out.name("embedding_types").openList().value("float").closeList();
        } else {
            each.next();
            if (each.hasNext()) {
                throw Losses.refuse("embedding_types", "an embedding has one vector here, so ask for one type");
            }
            out.name("embedding_types").copy(types);
        }
    }

    @Override
    protected void read(JsonReader in, EmbeddingList to) {
        if (in.is("embeddings")) {
            if (in.next() == Token.START_OBJECT) {
                members(in, () -> elements(in, () -> to.add(in))); // by type, of which there is one
            } else {
                in.skip();
            }
        } else if (in.is("meta")) {
            in.next();
            members(in, () -> billed(in, to));
        } else {
            in.skip();
        }
    }

    private static void billed(JsonReader in, EmbeddingList to) {
        if (!in.is("billed_units")) {
            in.skip();
            return;
        }
        in.next();
        members(in, () -> {
            if (in.is("input_tokens") || in.is("image_tokens")) {
                to.read(count(in));
            } else {
                in.skip();
            }
        });
    }

    @Override
    protected UpstreamError error(int status, Json error) {
        return ErrorReader.read(status, error);
    }
}
