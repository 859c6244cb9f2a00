package dev.headgate.dialect.openai;

import dev.headgate.dialect.ModelId;
import dev.headgate.dialect.RequestHead;
import dev.headgate.dialect.Span;
import dev.headgate.dialect.UnknownModel;
import java.util.OptionalLong;

/** A request head while its body is being read. */
final class HeadDraft {
    String model = "";
    Span modelAt = Span.NONE;
    boolean stream;
    boolean includeUsage;
    boolean streamOptionsGiven;
    Span streamOptionsAt = Span.NONE;
    Span includeUsageAt = Span.NONE;
    int members;
    int choices = 1;
    int bestOf = 1;
    int prompts = 1;
    Span maxTokensAt = Span.NONE;
    OptionalLong maxTokens = OptionalLong.empty();
    OptionalLong maxCompletionTokens = OptionalLong.empty();
    boolean tools;
    boolean base64;

    /** The head, once every member has been read: here stands what depends on more than one of them. */
    RequestHead finished(int bodyEnd) {
        if (streamOptionsGiven && !stream) {
            throw Refusal.value("stream_options", "absent unless stream is true");
        }
        if (!ModelId.wellFormed(model)) {
            throw UnknownModel.failure(model).exception();
        }
        return new RequestHead(
                model,
                modelAt,
                stream,
                includeUsage,
                streamOptionsAt,
                includeUsageAt,
                maxCompletionTokens.isPresent() ? Span.NONE : maxTokensAt,
                bodyEnd,
                members,
                Math.max(choices, bestOf) * prompts,
                most(maxTokens, maxCompletionTokens),
                tools,
                base64);
    }

    /** Upstreams differ in which of the two they heed. */
    private static OptionalLong most(OptionalLong a, OptionalLong b) {
        return a.isPresent() && b.isPresent()
                ? OptionalLong.of(Math.max(a.getAsLong(), b.getAsLong()))
                : a.isPresent() ? a : b;
    }
}
