package dev.headgate.dialect.bedrock;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.AwsErrors;
import dev.headgate.dialect.EmbeddingTranslator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.Losses;
import dev.headgate.wire.Json;
import java.util.Optional;
import java.util.function.Function;

/** Embeddings by {@code InvokeModel}, where each maker of models has a form of its own. */
abstract class InvokedEmbedding extends EmbeddingTranslator {
    InvokedEmbedding(Asked asked) {
        super(asked);
    }

    /**
     * The form of the model that is asked.
     *
     * @throws dev.headgate.api.GatewayException INVALID_REQUEST when the model is of none that are known
     */
    static InvokedEmbedding of(Asked asked) {
        if (asked.model().contains("titan-embed")) {
            return new TitanEmbedding(asked);
        }
        if (asked.model().contains("cohere.embed")) {
            return new CohereEmbedding(asked);
        }
        throw Losses.refuse("model", "of the models on Bedrock those of Titan and Cohere embed");
    }

    @Override
    protected UpstreamError error(int status, Json error) {
        return AwsErrors.of(status, AwsErrors.type(error), AwsErrors.message(error));
    }

    @Override
    public UpstreamError error(int status, Function<String, Optional<String>> header, Body body) {
        return AwsErrors.read(status, header.apply(AwsErrors.TYPE_HEADER).orElse(""), body);
    }
}
