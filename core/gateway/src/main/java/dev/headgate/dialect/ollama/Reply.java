package dev.headgate.dialect.ollama;

import dev.headgate.api.Usage;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.ChatSink;
import dev.headgate.hub.Finish;
import dev.headgate.wire.Json;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Hands an answer on: each line, or the whole answer, says what has come since the one before and whether it was the
 * last. There are no ids; they are made of the moment at which the answer was begun.
 */
final class Reply {
    private final ChatSink sink;
    private final Asked asked;
    private String id = "";
    private boolean begun;
    private boolean content;
    private int calls;
    private Usage usage = Usage.NONE;

    Reply(ChatSink sink, Asked asked) {
        this.sink = sink;
        this.asked = asked;
    }

    Usage usage() {
        return usage;
    }

    /** Whether that was the last. */
    boolean read(Json line) {
        if (!begun) {
            begun = true;
            id = line.get("created_at").text().replaceAll("[^0-9]", "");
            String model = line.get("model").text();
            sink.begin("chatcmpl-" + id, model.isEmpty() ? asked.model() : model);
        }
        Json message = line.get("message");
        content |= bears(message.get("content")) || bears(message.get("thinking"));
        sink.reasoning(message.get("thinking"));
        sink.text(message.get("content"));
        for (Json c : message.get("tool_calls")) {
            call(c);
        }
        return line.get("done").isTrue();
    }

    private static boolean bears(Json text) {
        return text.isString() && !text.isEmptyText();
    }

    private void call(Json toolCall) {
        content = true;
        Json function = toolCall.get("function");
        String own = toolCall.get("id").text();
        int call = sink.call(own.isEmpty() ? "call_" + id + "_" + calls : own, function.get("name"), Optional.empty());
        calls++;
        sink.argumentsOf(call, function.get("arguments"));
    }

    /** Ends the answer with its last line; or says that there is none, when the model was only loaded. */
    Optional<UpstreamError> end(Json line) {
        long prompt = line.get("prompt_eval_count").whole(0); // absent when all of it was known already
        long completion = line.get("eval_count").whole(0);
        if (line.get("prompt_eval_count").isNumber() || line.get("eval_count").isNumber()) {
            usage = new Usage(
                    OptionalLong.of(prompt),
                    OptionalLong.of(completion),
                    OptionalLong.of(prompt + completion),
                    OptionalLong.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty());
        }
        Json reason = line.get("done_reason");
        if (!content && (reason.is("load") || reason.is("unload"))) {
            return Optional.of(UpstreamError.of(502, "The model was loaded or unloaded and gave no answer."));
        }
        sink.end(reason.is("length") ? Finish.LENGTH : calls > 0 ? Finish.TOOL_CALLS : Finish.STOP, usage);
        return Optional.empty();
    }
}
