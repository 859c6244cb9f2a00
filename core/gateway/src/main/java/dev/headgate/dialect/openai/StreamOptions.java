package dev.headgate.dialect.openai;

import dev.headgate.dialect.Span;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;

/** The member {@code stream_options}: whether usage ends the stream, and where to say so. */
final class StreamOptions {
    private StreamOptions() {}

    static void read(String name, Token value, JsonReader in, HeadDraft draft) {
        int start = in.start();
        if (value == Token.START_OBJECT) {
            draft.streamOptionsGiven = true;
            members(name, in, draft);
        } else if (value != Token.NULL) {
            throw Refusal.type(name, "an object");
        }
        draft.streamOptionsAt = new Span(start, in.end());
    }

    private static void members(String name, JsonReader in, HeadDraft draft) {
        while (in.next() == Token.NAME) {
            boolean usage = in.is("include_usage");
            if (!usage && !in.is("include_obfuscation")) {
                throw Refusal.value(name, "an object of include_usage and include_obfuscation alone");
            }
            Token flag = in.next();
            if (flag != Token.TRUE && flag != Token.FALSE && flag != Token.NULL) {
                throw Refusal.type(name + (usage ? ".include_usage" : ".include_obfuscation"), "true or false");
            }
            if (usage) {
                draft.includeUsage = flag == Token.TRUE;
                draft.includeUsageAt = new Span(in.start(), in.end());
            }
        }
    }
}
