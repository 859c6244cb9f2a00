package dev.headgate.dialect.openai;

import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;
import java.util.List;

/** The member {@code messages}: roles and the shape of contents; what the contents say is not looked at. */
final class Messages {
    private static final int MAX_MESSAGES = 10_000;
    private static final int MAX_PARTS = 1_000;
    private static final List<String> ROLES = List.of("system", "developer", "user", "assistant", "tool", "function");

    private Messages() {}

    static void read(String name, Token value, JsonReader in, HeadDraft draft) {
        String wanted = "an array of 1 to " + MAX_MESSAGES + " messages";
        if (value != Token.START_ARRAY) {
            throw Refusal.type(name, wanted);
        }
        int count = 0;
        for (Token t = in.next(); t != Token.END_ARRAY; t = in.next()) {
            if (count == MAX_MESSAGES) {
                throw Refusal.value(name, wanted);
            }
            if (t != Token.START_OBJECT) {
                throw Refusal.type(at(count), "an object with role and content");
            }
            message(count++, in);
        }
        if (count == 0) {
            throw Refusal.value(name, wanted);
        }
    }

    private static void message(int index, JsonReader in) {
        String role = "";
        boolean content = false;
        while (in.next() == Token.NAME) {
            if (in.is("role")) {
                role = role(index, in);
            } else if (in.is("content")) {
                content = content(index, in);
            } else {
                in.skip();
            }
        }
        if (role.isEmpty()) {
            throw Refusal.missing(at(index) + ".role");
        }
        // Beside tool calls or a refusal an assistant says nothing; an old function may return nothing.
        if (!content && !role.equals("assistant") && !role.equals("function")) {
            throw Refusal.type(at(index) + ".content", "a string or an array of parts");
        }
    }

    private static String role(int index, JsonReader in) {
        in.next();
        for (String role : ROLES) {
            if (in.is(role)) {
                return role;
            }
        }
        throw Refusal.value(at(index) + ".role", "one of " + String.join(", ", ROLES));
    }

    /** Whether there is content; {@code null} is none. */
    private static boolean content(int index, JsonReader in) {
        return switch (in.next()) {
            case STRING -> true;
            case NULL -> false;
            case START_ARRAY -> {
                parts(index, in);
                yield true;
            }
            default -> throw Refusal.type(at(index) + ".content", "a string or an array of parts");
        };
    }

    private static void parts(int index, JsonReader in) {
        int part = 0;
        for (Token t = in.next(); t != Token.END_ARRAY; t = in.next()) {
            if (part == MAX_PARTS) {
                throw Refusal.value(at(index) + ".content", "an array of at most " + MAX_PARTS + " parts");
            }
            if (t != Token.START_OBJECT || !typed(in)) {
                throw Refusal.type(at(index) + ".content[" + part + "]", "an object with type, a string");
            }
            part++;
        }
    }

    private static boolean typed(JsonReader in) {
        boolean typed = false;
        while (in.next() == Token.NAME) {
            if (in.is("type")) {
                typed = in.next() == Token.STRING;
                if (!typed) {
                    return false;
                }
            } else {
                in.skip();
            }
        }
        return typed;
    }

    private static String at(int index) {
        return "messages[" + index + "]";
    }
}
