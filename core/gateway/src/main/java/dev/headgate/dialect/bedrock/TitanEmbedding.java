package dev.headgate.dialect.bedrock;

import dev.headgate.dialect.Asked;
import dev.headgate.hub.EmbeddingList;
import dev.headgate.hub.Losses;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonWriter;
import java.util.List;
import java.util.Set;

/**
 * Embeddings of Amazon's Titan, which takes one text at a time. The first generation knows nothing but the text.
 *
 * @see <a href="https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-titan-embed-text.html">Titan
 *     embeddings</a>
 */
final class TitanEmbedding extends InvokedEmbedding {
    private static final Set<String> FIRST = Set.of("model", "input", "encoding_format", "strict");
    private static final Set<String> SECOND =
            Set.of("model", "input", "encoding_format", "dimensions", "normalize", "strict");

    TitanEmbedding(Asked asked) {
        super(asked);
    }

    @Override
    protected void write(JsonWriter out) {
        if (request.inputs().size() > 1) {
            throw Losses.refuse("input", "it embeds one text at a time, so send a request for each");
        }
        out.name("inputText").copy(request.inputs().getFirst());
        if (asked.model().contains("titan-embed-text-v1") || asked.model().contains("titan-embed-g1")) {
            request.dropOthers(FIRST);
            return;
        }
        request.copy(out, List.of("dimensions", "normalize"));
        request.dropOthers(SECOND);
    }

    @Override
    protected void read(JsonReader in, EmbeddingList to) {
        if (in.is("embedding")) {
            in.next();
            to.add(in);
        } else if (in.is("inputTextTokenCount")) {
            to.read(count(in));
        } else {
            in.skip();
        }
    }
}
