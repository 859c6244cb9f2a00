package dev.headgate.dialect.openai;

import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;

/** The members {@code tools} and {@code functions}: how many and how large; their schemas are not evaluated. */
final class Tools {
    private static final int MAX_TOOLS = 1_000;
    private static final int MAX_BYTES = 1 << 20;

    private Tools() {}

    static void read(String name, Token value, JsonReader in, HeadDraft draft) {
        String wanted = "an array of at most " + MAX_TOOLS + " objects";
        if (value != Token.START_ARRAY) {
            throw Refusal.type(name, wanted);
        }
        int start = in.start();
        int count = 0;
        for (Token t = in.next(); t != Token.END_ARRAY; t = in.next()) {
            if (t != Token.START_OBJECT) {
                throw Refusal.type(name + "[" + count + "]", "an object");
            }
            if (count == MAX_TOOLS) {
                throw Refusal.value(name, wanted);
            }
            in.skip();
            count++;
            if (in.end() - start > MAX_BYTES) {
                throw Refusal.value(name, "at most " + MAX_BYTES + " bytes");
            }
        }
        draft.tools |= count > 0;
    }
}
