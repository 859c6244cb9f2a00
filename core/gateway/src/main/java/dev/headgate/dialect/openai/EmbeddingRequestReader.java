package dev.headgate.dialect.openai;

import dev.headgate.api.Body;
import dev.headgate.dialect.RequestHead;
import dev.headgate.dialect.RequestReader;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;

/** Reads the bodies of {@code POST /v1/embeddings}. */
public final class EmbeddingRequestReader implements RequestReader {
    private static final int MAX_DIMENSIONS = 1_000_000;
    private static final Members MEMBERS = Members.of(
            Checks.COMMON,
            Member.required("input", TextOrTokens::input),
            Member.optional("dimensions", Checks.whole(1, MAX_DIMENSIONS, (d, n) -> {})),
            Member.optional("encoding_format", EmbeddingRequestReader::format));

    @Override
    public RequestHead read(Body body) {
        return MEMBERS.read(body);
    }

    /** Some providers know more formats than the two that OpenAI has. */
    private static void format(String name, Token value, JsonReader in, HeadDraft draft) {
        if (value != Token.STRING) {
            throw Refusal.type(name, "float or base64");
        }
        draft.base64 = in.is("base64");
    }
}
