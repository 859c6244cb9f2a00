package dev.headgate.dialect.openai;

import dev.headgate.api.Body;
import dev.headgate.dialect.RequestHead;
import dev.headgate.dialect.RequestReader;

/** Reads the bodies of {@code POST /v1/completions}. */
public final class CompletionRequestReader implements RequestReader {
    private static final Members MEMBERS = Members.of(
            Checks.GENERATION,
            Member.required("prompt", TextOrTokens::prompt),
            Member.optional("best_of", Checks.whole(1, 128, (d, n) -> d.bestOf = (int) n)));

    @Override
    public RequestHead read(Body body) {
        return MEMBERS.read(body);
    }
}
