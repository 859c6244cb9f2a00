package dev.headgate.dialect.openai;

import dev.headgate.api.Body;
import dev.headgate.dialect.RequestHead;
import dev.headgate.dialect.RequestReader;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;

/**
 * Reads the bodies of {@code POST /v1/responses/input_tokens}, which are in the shape of Responses.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/responses/input-tokens">Get input token counts</a>
 */
public final class TokenCountRequestReader implements RequestReader {
    private static final int MAX_ITEMS = 10_000;
    private static final Members MEMBERS = Members.of(
            Checks.COMMON,
            Member.optional("input", TokenCountRequestReader::input),
            Member.optional("instructions", TokenCountRequestReader::text),
            Member.optional("tools", Tools::read));

    @Override
    public RequestHead read(Body body) {
        return MEMBERS.read(body);
    }

    private static void input(String name, Token value, JsonReader in, HeadDraft draft) {
        String wanted = "a string or an array of at most " + MAX_ITEMS + " items";
        if (value == Token.STRING) {
            return;
        }
        if (value != Token.START_ARRAY) {
            throw Refusal.type(name, wanted);
        }
        int count = 0;
        for (Token t = in.next(); t != Token.END_ARRAY; t = in.next()) {
            if (count == MAX_ITEMS) {
                throw Refusal.value(name, wanted);
            }
            if (t != Token.START_OBJECT) {
                throw Refusal.type(name + "[" + count + "]", "an object");
            }
            in.skip();
            count++;
        }
    }

    private static void text(String name, Token value, JsonReader in, HeadDraft draft) {
        if (value != Token.STRING) {
            throw Refusal.type(name, "a string");
        }
    }
}
