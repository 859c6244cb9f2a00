package dev.headgate.dialect.bedrock;

import dev.headgate.dialect.Asked;
import dev.headgate.hub.EmbeddingList;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;
import dev.headgate.wire.JsonWriter;
import java.util.List;
import java.util.Set;

/**
 * Embeddings of Cohere's models on Bedrock, in the form that Cohere gave them there. Tokens stand in a header of the
 * answer alone.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-embed.html">Cohere Embed</a>
 */
final class CohereEmbedding extends InvokedEmbedding {
    private static final List<String> OWN = List.of("truncate", "max_tokens");
    private static final Set<String> UNDERSTOOD =
            Set.of("model", "input", "encoding_format", "dimensions", "input_type", "truncate", "max_tokens", "strict");

    CohereEmbedding(Asked asked) {
        super(asked);
    }

    @Override
    protected void write(JsonWriter out) {
        texts(out.name("texts"));
        Json type = request.member("input_type");
        if (type.present()) {
            out.name("input_type").copy(type);
        } else {
            out.name("input_type").value("search_document");
        }
        if (request.dimensions().present()) {
            out.name("output_dimension").copy(request.dimensions());
        }
        request.copy(out, OWN);
        request.dropOthers(UNDERSTOOD);
    }

    @Override
    protected void read(JsonReader in, EmbeddingList to) {
        if (!in.is("embeddings")) {
            in.skip();
        } else if (in.next() == Token.START_OBJECT) {
            members(in, () -> elements(in, () -> to.add(in)));
        } else if (in.token() == Token.START_ARRAY) {
            while (in.next() != Token.END_ARRAY) {
                to.add(in);
            }
        } else {
            in.skip();
        }
    }
}
