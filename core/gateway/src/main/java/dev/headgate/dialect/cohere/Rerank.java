package dev.headgate.dialect.cohere;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.JsonTranslator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.RerankRequest;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonSplice;
import dev.headgate.wire.JsonWriter;
import java.util.List;
import java.util.Set;

/**
 * Reranking by version 2 of Cohere's API. The hub's shape is Cohere's own, so requests and answers pass in the bytes
 * they came in, but for what version 1 had and version 2 has not: documents that are objects, of which the text is
 * sent, and answers that repeat the documents, which is done here.
 *
 * @see <a href="https://docs.cohere.com/reference/rerank">Rerank</a>
 */
final class Rerank extends JsonTranslator {
    private static final Set<String> UNDERSTOOD = Set.of(
            "model", "query", "documents", "top_n", "max_tokens_per_doc", "priority", "return_documents", "strict");
    private static final List<String> SAME = List.of("query", "top_n", "max_tokens_per_doc", "priority");
    private static final List<String> OLD = List.of("rank_fields", "max_chunks_per_doc", "return_documents", "strict");

    private final Asked asked;
    private final RerankRequest request;

    Rerank(Asked asked) {
        this.asked = asked;
        this.request = RerankRequest.read(asked.body());
    }

    @Override
    public Request request() {
        boolean asItIs =
                request.plain() && OLD.stream().noneMatch(m -> request.member(m).present());
        if (asItIs) {
            return new Request(request.withModel(asked.model()), List.of());
        }
        var out = new JsonWriter(asked.body().length() + 64);
        out.open().name("model").value(asked.model());
        request.copy(out, SAME);
        out.name("documents").openList();
        request.texts().forEach(out::copy);
        out.closeList().close();
        request.dropOthers(UNDERSTOOD);
        return new Request(Body.wrap(out.toByteArray()), request.losses().dropped());
    }

    @Override
    public Answer answer(Body body) {
        return request.returnsDocuments() ? withDocuments(body) : new Answer.Translated(body);
    }

    private Answer withDocuments(Body body) {
        Json answer;
        try {
            answer = Json.read(body.array(), JsonLimits.WIDE);
        } catch (JsonException e) {
            return new Answer.Malformed("the answer is not valid JSON");
        }
        var splice = new JsonSplice(body.array());
        for (Json result : answer.get("results")) {
            var document = new JsonWriter(256);
            request.repeat(document, result.get("index"));
            if (result.isObject() && document.length() > 0) {
                splice.addMember(result.end() - 1, document.toByteArray());
            }
        }
        return new Answer.Translated(splice.empty() ? body : Body.wrap(splice.apply()));
    }

    @Override
    protected UpstreamError error(int status, Json error) {
        return ErrorReader.read(status, error);
    }
}
