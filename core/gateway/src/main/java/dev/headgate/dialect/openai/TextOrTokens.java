package dev.headgate.dialect.openai;

import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;

/** One text or several, each as a string or as an array of token ids: {@code prompt} and {@code input}. */
final class TextOrTokens {
    private static final int MAX_ENTRIES = 16_384;
    private static final String WANTED = "a string, an array of strings, an array of token ids, or an array of such"
            + " arrays, of 1 to " + MAX_ENTRIES + " entries";

    private TextOrTokens() {}

    /** What is to be completed; an answer is generated for each text. */
    static void prompt(String name, Token value, JsonReader in, HeadDraft draft) {
        draft.prompts = texts(name, value, in);
    }

    /** What is to be embedded, of which there must be some. */
    static void input(String name, Token value, JsonReader in, HeadDraft draft) {
        if (value == Token.STRING && in.is("")) {
            throw Refusal.value(name, WANTED + ", not empty");
        }
        texts(name, value, in);
    }

    private static int texts(String name, Token value, JsonReader in) {
        return switch (value) {
            case STRING -> 1;
            case START_ARRAY -> entries(name, in);
            default -> throw Refusal.type(name, WANTED);
        };
    }

    /** How many texts an array holds; one of token ids is one text. */
    private static int entries(String name, JsonReader in) {
        Token kind = in.next();
        int count = 0;
        for (Token t = kind; t != Token.END_ARRAY; t = in.next()) {
            if (t != kind) {
                throw Refusal.type(name, WANTED);
            }
            count = counted(name, count);
            switch (t) {
                case STRING -> {}
                case NUMBER -> tokenId(name, in);
                case START_ARRAY -> tokenIds(name, in);
                default -> throw Refusal.type(name, WANTED);
            }
        }
        if (count == 0) {
            throw Refusal.value(name, WANTED);
        }
        return kind == Token.NUMBER ? 1 : count;
    }

    private static void tokenIds(String name, JsonReader in) {
        int count = 0;
        for (Token t = in.next(); t != Token.END_ARRAY; t = in.next()) {
            if (t != Token.NUMBER) {
                throw Refusal.type(name, WANTED);
            }
            count = counted(name, count);
            tokenId(name, in);
        }
        if (count == 0) {
            throw Refusal.value(name, WANTED);
        }
    }

    private static int counted(String name, int before) {
        if (before == MAX_ENTRIES) {
            throw Refusal.value(name, WANTED);
        }
        return before + 1;
    }

    private static void tokenId(String name, JsonReader in) {
        long id = in.wholeNumber(-1);
        if (id < 0 || id > Integer.MAX_VALUE) {
            throw Refusal.value(name, "made of token ids from 0 to " + Integer.MAX_VALUE);
        }
    }
}
