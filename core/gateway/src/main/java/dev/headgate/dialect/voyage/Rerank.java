package dev.headgate.dialect.voyage;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.JsonTranslator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.RerankRequest;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;
import java.util.Set;

/**
 * Reranking: {@code top_k} for {@code top_n}, {@code data} for {@code results}, and documents that are plain strings.
 *
 * @see <a href="https://docs.voyageai.com/reference/reranker-api">Rerankers</a>
 */
final class Rerank extends JsonTranslator {
    private static final Set<String> UNDERSTOOD =
            Set.of("model", "query", "documents", "top_n", "return_documents", "truncation", "strict");

    private final Asked asked;
    private final RerankRequest request;

    Rerank(Asked asked) {
        this.asked = asked;
        this.request = RerankRequest.read(asked.body());
    }

    @Override
    public Request request() {
        var out = new JsonWriter(asked.body().length() + 64);
        out.open().name("model").value(asked.model()).name("query").copy(request.query());
        out.name("documents").openList();
        request.texts().forEach(out::copy);
        out.closeList();
        if (request.member("top_n").present()) {
            out.name("top_k").copy(request.member("top_n"));
        }
        if (request.member("truncation").present()) {
            out.name("truncation").copy(request.member("truncation"));
        }
        request.dropOthers(UNDERSTOOD);
        return new Request(
                Body.wrap(out.close().toByteArray()), request.losses().dropped());
    }

    @Override
    public Answer answer(Body body) {
        Json answer;
        try {
            answer = Json.read(body.array(), JsonLimits.WIDE);
        } catch (JsonException e) {
            return new Answer.Malformed("the answer is not valid JSON");
        }
        if (answer.get("detail").given()) {
            return new Answer.Refused(error(200, answer));
        }
        var out = new JsonWriter(body.length() + 128).open();
        out.name("model").value(asked.model()).name("results").openList();
        for (Json d : answer.get("data")) {
            out.open().name("index").copy(d.get("index"));
            out.name("relevance_score").copy(d.get("relevance_score"));
            request.repeat(out, d.get("index"));
            out.close();
        }
        out.closeList();
        Json tokens = answer.get("usage").get("total_tokens");
        if (tokens.isNumber()) {
            out.name("usage").open().name("prompt_tokens").copy(tokens);
            out.name("total_tokens").copy(tokens).close();
        }
        return new Answer.Translated(Body.wrap(out.close().toByteArray()));
    }

    @Override
    protected UpstreamError error(int status, Json error) {
        return VoyageTranslation.error(status, error);
    }
}
