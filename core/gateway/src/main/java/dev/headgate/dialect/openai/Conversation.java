package dev.headgate.dialect.openai;

import dev.headgate.api.Body;
import dev.headgate.api.Operation;
import dev.headgate.wire.Fingerprint;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;
import java.util.OptionalLong;

/**
 * What a request has in common with the later turns of its conversation, as a number.
 *
 * <p>In a chat that is every message up to and with the first one of the user, and the tools: a provider's prompt cache
 * begins with just these. White space between values does not count, nor does {@code cache_control}, which clients move
 * from turn to turn, nor whether a text stands by itself or as a part of type text. Everything else counts as the bytes
 * it is written in, members in their order and escapes as they are, since a client writes what it repeats in the same
 * way again. Model and settings do not count.
 *
 * <p>A completion has no messages; the beginning of its first prompt stands for them. A prompt that grows from turn to
 * turn keeps its number only if it was that long at first.
 */
final class Conversation {
    private static final int PROMPT_BYTES = 256;
    private static final int PROMPT_TOKENS = 64;

    private final byte[] bytes;
    private final JsonReader in;
    private final Fingerprint messages = new Fingerprint();
    private final Fingerprint tools = new Fingerprint();

    private Conversation(Body body) {
        bytes = body.array();
        in = new JsonReader(bytes, 0, body.length(), JsonLimits.STANDARD);
    }

    /** Empty where there is nothing that later requests would repeat, or the body is not readable. */
    static OptionalLong of(Operation operation, Body body) {
        try {
            return switch (operation) {
                case CHAT -> new Conversation(body).chat();
                case COMPLETION -> new Conversation(body).completion();
                case EMBEDDING, RERANK, TOKEN_COUNT, MODELS -> OptionalLong.empty();
            };
        } catch (JsonException e) {
            return OptionalLong.empty();
        }
    }

    private OptionalLong chat() {
        boolean user = false;
        boolean offered = false;
        in.next();
        // What follows the first message of the user is looked at only for tools that may stand there.
        while (!(user && offered) && in.next() == Token.NAME) {
            if (in.is("messages")) {
                user = in.next() == Token.START_ARRAY && messages(offered);
            } else if (in.is("tools") || in.is("functions")) {
                offered = true;
                value(tools);
            } else {
                in.skip();
            }
        }
        if (!user) {
            return OptionalLong.empty();
        }
        messages.add(tools.value());
        return OptionalLong.of(messages.value());
    }

    /** Whether there is a message of the user. */
    private boolean messages(boolean last) {
        int depth = in.depth();
        boolean user = false;
        while (!user && in.next() == Token.START_OBJECT) {
            user = message();
        }
        while (!last && in.depth() >= depth) {
            in.next();
        }
        return user;
    }

    private boolean message() {
        boolean user = false;
        while (in.next() == Token.NAME) {
            if (in.is("role")) {
                user = in.next() == Token.STRING && in.is("user");
                add(messages);
            } else if (in.is("content")) {
                content();
            } else {
                member(messages);
            }
        }
        add(messages);
        return user;
    }

    private void content() {
        if (in.next() != Token.START_ARRAY) {
            rest(messages);
            return;
        }
        while (in.next() == Token.START_OBJECT) {
            part();
        }
    }

    private void part() {
        while (in.next() == Token.NAME) {
            if (in.is("text")) {
                value(messages);
            } else if (in.is("type")) {
                in.next();
                if (!in.is("text")) {
                    rest(messages);
                }
            } else {
                member(messages);
            }
        }
    }

    /** A member, its name and its value, unless it is one that wanders. */
    private void member(Fingerprint to) {
        if (in.is("cache_control")) {
            in.skip();
        } else {
            add(to);
            value(to);
        }
    }

    private void value(Fingerprint to) {
        in.next();
        rest(to);
    }

    /** The value whose first token was read. */
    private void rest(Fingerprint to) {
        boolean opened = in.token() == Token.START_OBJECT || in.token() == Token.START_ARRAY;
        int outside = in.depth() - (opened ? 1 : 0);
        add(to);
        while (in.depth() > outside) {
            if (in.next() == Token.NAME && in.is("cache_control")) {
                in.skip();
            } else {
                add(to);
            }
        }
    }

    private void add(Fingerprint to) {
        to.add(bytes, in.start(), in.end());
    }

    private OptionalLong completion() {
        in.next();
        while (in.next() == Token.NAME) {
            if (in.is("prompt")) {
                return prompt();
            }
            in.skip();
        }
        return OptionalLong.empty();
    }

    private OptionalLong prompt() {
        Token t = in.next();
        while (t == Token.START_ARRAY) {
            t = in.next();
        }
        if (t == Token.STRING) {
            int start = in.start() + 1;
            messages.add(bytes, start, Math.min(in.end() - 1, start + PROMPT_BYTES));
            return OptionalLong.of(messages.value());
        }
        if (t != Token.NUMBER) {
            return OptionalLong.empty();
        }
        for (int i = 0; i < PROMPT_TOKENS && t == Token.NUMBER; i++) {
            add(messages);
            t = in.next();
        }
        return OptionalLong.of(messages.value());
    }
}
