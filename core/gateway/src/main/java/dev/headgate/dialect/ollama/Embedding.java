package dev.headgate.dialect.ollama;

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
 * Embeddings by Ollama's {@code /api/embed}.
 *
 * @see <a href="https://docs.ollama.com/api/embed">Generate embeddings</a>
 */
final class Embedding extends EmbeddingTranslator {
    private static final List<String> OWN = List.of("dimensions", "truncate", "options", "keep_alive");
    private static final Set<String> UNDERSTOOD =
            Set.of("model", "input", "encoding_format", "dimensions", "truncate", "options", "keep_alive", "strict");

    Embedding(Asked asked) {
        super(asked);
    }

    @Override
    protected void write(JsonWriter out) {
        out.name("model").value(asked.model());
        texts(out.name("input"));
        request.copy(out, OWN);
        request.dropOthers(UNDERSTOOD);
    }

    @Override
    protected void read(JsonReader in, EmbeddingList to) {
        if (in.is("embeddings")) {
            elements(in, () -> to.add(in));
        } else if (in.is("prompt_eval_count")) {
            to.read(count(in));
        } else {
            in.skip();
        }
    }

    @Override
    protected UpstreamError error(int status, Json error) {
        return ErrorReader.read(status, error);
    }
}
