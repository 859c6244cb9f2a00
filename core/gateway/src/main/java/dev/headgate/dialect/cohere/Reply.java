package dev.headgate.dialect.cohere;

import dev.headgate.api.Usage;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.ChatSink;
import dev.headgate.hub.Finish;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.util.Optional;
import java.util.OptionalLong;

/** Hands an answer on piece by piece. What the model plans before its calls is no part of it. */
final class Reply {
    private final ChatSink sink;
    private final Asked asked;
    private boolean begun;
    private boolean content;
    private int calls;
    private int call;
    private boolean arguments = true;
    private Usage usage = Usage.NONE;

    Reply(ChatSink sink, Asked asked) {
        this.sink = sink;
        this.asked = asked;
    }

    Usage usage() {
        return usage;
    }

    void begin(Json id) {
        if (!begun) {
            begun = true;
            sink.begin(id.text(), asked.model());
        }
    }

    /** A part of the content, or more of one. */
    void content(Json part) {
        Json thought = part.get("thinking");
        Json text = part.get("text");
        if (thought.isString()) {
            content |= !thought.isEmptyText();
            sink.reasoning(thought);
        } else if (text.isString()) {
            content |= !text.isEmptyText();
            sink.text(text);
        }
    }

    void call(Json toolCall) {
        endCall();
        content = true;
        calls++;
        Json function = toolCall.get("function");
        call = sink.call(toolCall.get("id").text(), function.get("name"), Optional.empty());
        arguments = false;
        arguments(function.get("arguments"));
    }

    /** More of the arguments; the word null stands for none. */
    void arguments(Json piece) {
        if (piece.isString() && !piece.isEmptyText() && !(piece.is("null") && !arguments)) {
            arguments = true;
            sink.arguments(call, piece);
        }
    }

    void endCall() {
        if (!arguments) {
            arguments = true;
            sink.argumentsOf(call, Json.ABSENT);
        }
    }

    void cite(Json citation) {
        if (citation.isObject()) {
            sink.beside("citations", new JsonWriter(256).copy(citation).toByteArray());
        }
    }

    /** Ends the answer; or says why there is none, when it came to nothing by a fault of the provider. */
    Optional<UpstreamError> end(Json reason, Json used, Json error) {
        endCall();
        report(used);
        boolean failed = reason.is("ERROR") || reason.is("TIMEOUT") || (error.given() && !reason.given());
        if (failed && !content) {
            String why = error.isString() ? error.text() : "The model ended with " + reason.text() + ".";
            return Optional.of(UpstreamError.of(reason.is("TIMEOUT") ? 504 : 502, why));
        }
        sink.end(finish(reason), usage);
        return Optional.empty();
    }

    private Finish finish(Json reason) {
        if (reason.is("MAX_TOKENS") || reason.is("ERROR_LIMIT")) {
            return Finish.LENGTH;
        }
        if (reason.is("ERROR_TOXIC")) {
            return Finish.CONTENT_FILTER;
        }
        return reason.is("TOOL_CALL") || calls > 0 ? Finish.TOOL_CALLS : Finish.STOP;
    }

    /** All tokens count, not only those on the bill. */
    private void report(Json used) {
        Json tokens = used.get("tokens");
        long prompt = tokens.get("input_tokens").whole(-1);
        long completion = tokens.get("output_tokens").whole(-1);
        if (prompt < 0 && completion < 0) {
            return;
        }
        long cached = used.get("cached_tokens").whole(-1);
        usage = new Usage(
                some(prompt),
                some(completion),
                OptionalLong.of(Math.max(0, prompt) + Math.max(0, completion)),
                some(cached),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    private static OptionalLong some(long n) {
        return n < 0 || n > 1_000_000_000_000L ? OptionalLong.empty() : OptionalLong.of(n);
    }
}
