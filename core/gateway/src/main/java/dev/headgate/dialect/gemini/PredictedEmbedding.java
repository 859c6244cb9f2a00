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
 * Embeddings by {@code predict} of Vertex AI, which writes what is said of a text in the one way and what is said of the
 * vectors in the other.
 *
 * @see <a href="https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/text-embeddings-api">Text
 *     embeddings API</a>
 */
final class PredictedEmbedding extends EmbeddingTranslator {
    private static final Set<String> UNDERSTOOD = Set.of(
            "model",
            "input",
            "encoding_format",
            "dimensions",
            "task_type",
            "taskType",
            "title",
            "auto_truncate",
            "autoTruncate",
            "strict");

    PredictedEmbedding(Asked asked) {
        super(asked);
    }

    @Override
    protected void write(JsonWriter out) {
        Json task = either("task_type", "taskType");
        Json title = request.member("title");
        out.name("instances").openList();
        for (Json text : request.inputs()) {
            out.open().name("content").copy(text);
            member(out, "task_type", task);
            member(out, "title", title);
            out.close();
        }
        out.closeList();
        Json truncate = either("auto_truncate", "autoTruncate");
        if (request.dimensions().present() || truncate.present()) {
            out.name("parameters").open();
            member(out, "outputDimensionality", request.dimensions());
            member(out, "autoTruncate", truncate);
            out.close();
        }
        request.dropOthers(UNDERSTOOD);
    }

    private Json either(String one, String other) {
        return request.member(one).present() ? request.member(one) : request.member(other);
    }

    private static void member(JsonWriter out, String name, Json value) {
        if (value.present()) {
            out.name(name).copy(value);
        }
    }

    @Override
    protected void read(JsonReader in, EmbeddingList to) {
        if (in.is("predictions")) {
            elements(in, () -> members(in, () -> prediction(in, to)));
        } else {
            in.skip();
        }
    }

    private static void prediction(JsonReader in, EmbeddingList to) {
        if (in.is("embeddings")) {
            in.next();
            members(in, () -> embedding(in, to));
        } else {
            in.skip();
        }
    }

    private static void embedding(JsonReader in, EmbeddingList to) {
        if (in.is("values")) {
            in.next();
            to.add(in);
        } else if (in.is("statistics")) {
            in.next();
            members(in, () -> tokens(in, to));
        } else {
            in.skip();
        }
    }

    private static void tokens(JsonReader in, EmbeddingList to) {
        if (in.is("token_count")) {
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
