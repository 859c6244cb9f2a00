package dev.headgate.dialect.voyage;

import dev.headgate.dialect.Asked;
import dev.headgate.dialect.EmbeddingTranslator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.EmbeddingList;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonWriter;
import java.util.List;
import java.util.Set;

/**
 * Embeddings: OpenAI's shape, but for the names of two members and a user who is not wanted.
 *
 * @see <a href="https://docs.voyageai.com/reference/embeddings-api">Text embedding models</a>
 */
final class Embedding extends EmbeddingTranslator {
    private static final List<String> OWN = List.of("input_type", "truncation", "output_dtype", "output_dimension");
    private static final Set<String> UNDERSTOOD = Set.of(
            "model",
            "input",
            "encoding_format",
            "dimensions",
            "input_type",
            "truncation",
            "output_dtype",
            "output_dimension",
            "strict");

    Embedding(Asked asked) {
        super(asked);
    }

    @Override
    protected void write(JsonWriter out) {
        out.name("model").value(asked.model());
        texts(out.name("input"));
        request.copy(out, OWN);
        if (request.dimensions().present()
                && !request.member("output_dimension").present()) {
            out.name("output_dimension").copy(request.dimensions());
        }
        request.dropOthers(UNDERSTOOD);
    }

    @Override
    protected void read(JsonReader in, EmbeddingList to) {
        if (in.is("data")) {
            elements(in, () -> members(in, () -> vector(in, to)));
        } else if (in.is("usage")) {
            in.next();
            members(in, () -> tokens(in, to));
        } else {
            in.skip();
        }
    }

    private static void vector(JsonReader in, EmbeddingList to) {
        if (in.is("embedding")) {
            in.next();
            to.add(in);
        } else {
            in.skip();
        }
    }

    private static void tokens(JsonReader in, EmbeddingList to) {
        if (in.is("total_tokens")) {
            to.read(count(in));
        } else {
            in.skip();
        }
    }

    @Override
    protected UpstreamError error(int status, Json error) {
        return VoyageTranslation.error(status, error);
    }
}
