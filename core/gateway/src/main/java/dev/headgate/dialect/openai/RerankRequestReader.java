package dev.headgate.dialect.openai;

import dev.headgate.api.Body;
import dev.headgate.dialect.RequestHead;
import dev.headgate.dialect.RequestReader;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;

/**
 * Reads the bodies of {@code POST /v1/rerank} and {@code /v2/rerank}, in the shape that Cohere gave them and others took
 * over.
 *
 * @see <a href="https://docs.cohere.com/reference/rerank">Rerank</a>
 */
public final class RerankRequestReader implements RequestReader {
    private static final int MAX_DOCUMENTS = 10_000;
    private static final Members MEMBERS = Members.of(
            Checks.COMMON,
            Member.required("query", RerankRequestReader::query),
            Member.required("documents", RerankRequestReader::documents),
            Member.optional("top_n", Checks.whole(1, MAX_DOCUMENTS, (d, n) -> {})),
            Member.optional("return_documents", RerankRequestReader::flag));

    @Override
    public RequestHead read(Body body) {
        return MEMBERS.read(body);
    }

    private static void query(String name, Token value, JsonReader in, HeadDraft draft) {
        if (value == Token.START_OBJECT) {
            in.skip(); // a picture, for models that see
            return;
        }
        if (value != Token.STRING) {
            throw Refusal.type(name, "a string");
        }
        if (in.is("")) {
            throw Refusal.value(name, "a string, not empty");
        }
    }

    private static void documents(String name, Token value, JsonReader in, HeadDraft draft) {
        String wanted = "an array of 1 to " + MAX_DOCUMENTS + " strings or objects";
        if (value != Token.START_ARRAY) {
            throw Refusal.type(name, wanted);
        }
        int count = 0;
        for (Token t = in.next(); t != Token.END_ARRAY; t = in.next()) {
            if (count == MAX_DOCUMENTS) {
                throw Refusal.value(name, wanted);
            }
            if (t != Token.STRING && t != Token.START_OBJECT) {
                throw Refusal.type(name + "[" + count + "]", "a string or an object with a text");
            }
            in.skip();
            count++;
        }
        if (count == 0) {
            throw Refusal.value(name, wanted);
        }
    }

    private static void flag(String name, Token value, JsonReader in, HeadDraft draft) {
        if (value != Token.TRUE && value != Token.FALSE) {
            throw Refusal.type(name, "true or false");
        }
    }
}
