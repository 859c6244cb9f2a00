package dev.headgate.dialect.gemini;

import dev.headgate.dialect.Asked;
import dev.headgate.dialect.EmbeddingTranslator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.EmbeddingList;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonWriter;
import java.util.Set;

/**
 * Embeddings by {@code batchEmbedContents}, which takes one text as well as a hundred.
 *
 * @see <a href="https://ai.google.dev/api/embeddings">Embeddings</a>
 */
final class Embedding extends EmbeddingTranslator {
    private static final Set<String> UNDERSTOOD =
            Set.of("model", "input", "encoding_format", "dimensions", "task_type", "taskType", "title", "strict");

    Embedding(Asked asked) {
        super(asked);
    }

    @Override
    protected void write(JsonWriter out) {
        Json task = request.member("task_type").present() ? request.member("task_type") : request.member("taskType");
        Json title = request.member("title");
        out.name("requests").openList();
        for (Json text : request.inputs()) {
            out.open().name("model").value("models/" + asked.model());
            out.name("content").open().name("parts").openList();
            out.open().name("text").copy(text).close().closeList().close();
            if (task.present()) {
                out.name("taskType").copy(task);
            }
            if (title.present()) {
                out.name("title").copy(title);
            }
            if (request.dimensions().present()) {
                out.name("outputDimensionality").copy(request.dimensions());
            }
            out.close();
        }
        out.closeList();
        request.dropOthers(UNDERSTOOD);
    }

    @Override
    protected void read(JsonReader in, EmbeddingList to) {
        if (in.is("embeddings")) {
            elements(in, () -> members(in, () -> values(in, to)));
        } else if (in.is("usageMetadata")) {
            in.next();
            members(in, () -> tokens(in, to));
        } else {
            in.skip();
        }
    }

    private static void values(JsonReader in, EmbeddingList to) {
        if (in.is("values")) {
            in.next();
            to.add(in);
        } else {
            in.skip();
        }
    }

    private static void tokens(JsonReader in, EmbeddingList to) {
        if (in.is("promptTokenCount")) {
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
