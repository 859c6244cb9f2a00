package dev.headgate.dialect.openai;

import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;

/**
 * A member at the top of a body that the gateway looks at.
 *
 * @param name the member's name
 * @param required whether a body without it is refused
 * @param check reads its value
 */
record Member(String name, boolean required, Check check) {

    /** Reads one value: the reader stands on the value's first token before, on its last one after. */
    @FunctionalInterface
    interface Check {
        void read(String name, Token value, JsonReader in, HeadDraft draft);
    }

    static Member required(String name, Check check) {
        return new Member(name, true, check);
    }

    /** A member that may be missing, and that {@code null} leaves out as well. */
    static Member optional(String name, Check check) {
        return new Member(name, false, (n, value, in, draft) -> {
            if (value != Token.NULL) {
                check.read(n, value, in, draft);
            }
        });
    }

    /** A member that may be missing, and whose check wants to see {@code null} too. */
    static Member nullable(String name, Check check) {
        return new Member(name, false, check);
    }
}
