package dev.headgate.dialect.openai;

import dev.headgate.api.Body;
import dev.headgate.dialect.RequestHead;
import dev.headgate.dialect.RequestReader;

/** Reads the bodies of {@code POST /v1/embeddings}. */
public final class EmbeddingRequestReader implements RequestReader {
    private static final Members MEMBERS = Members.of(Checks.COMMON, Member.required("input", TextOrTokens::input));

    @Override
    public RequestHead read(Body body) {
        return MEMBERS.read(body);
    }
}
