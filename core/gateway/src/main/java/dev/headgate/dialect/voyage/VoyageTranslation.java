package dev.headgate.dialect.voyage;

import dev.headgate.api.Operation;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.Translation;
import dev.headgate.dialect.Translator;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.wire.Json;
import java.util.Set;

/** The way to Voyage's embeddings and rerankings and back. */
public final class VoyageTranslation implements Translation {
    private static final Set<Operation> OPERATIONS = Set.of(Operation.EMBEDDING, Operation.RERANK);

    @Override
    public String dialect() {
        return "voyage";
    }

    @Override
    public Set<Operation> operations() {
        return OPERATIONS;
    }

    @Override
    public Translator translator(Asked asked) {
        return asked.operation() == Operation.RERANK ? new Rerank(asked) : new Embedding(asked);
    }

    /** Reads {@code {"detail"}}. */
    static UpstreamError error(int status, Json error) {
        return UpstreamError.of(
                status >= 400 ? status : 500, error.get("detail").text());
    }
}
