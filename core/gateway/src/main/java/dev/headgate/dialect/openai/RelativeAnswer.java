package dev.headgate.dialect.openai;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.headgate.api.Body;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.Keepsakes.Kind;
import dev.headgate.dialect.Quirk;
import dev.headgate.dialect.Quirks;
import dev.headgate.dialect.Translator.Answer;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonSplice;
import dev.headgate.wire.JsonWriter;

/** Reads a whole answer of a relative. */
final class RelativeAnswer {
    private static final byte[] NO_ARGUMENTS = "\"{}\"".getBytes(US_ASCII);
    private static final byte[] NO_MESSAGE =
            "\"message\":{\"role\":\"assistant\",\"content\":null,\"refusal\":null}".getBytes(US_ASCII);

    private final Asked asked;
    private final Quirks quirks;
    private final MessageRepair repair;

    RelativeAnswer(Asked asked, Quirks quirks) {
        this.asked = asked;
        this.quirks = quirks;
        this.repair = new MessageRepair(quirks);
    }

    Answer read(Body body) {
        Json root;
        try {
            root = Json.read(body.array(), JsonLimits.WIDE);
        } catch (JsonException e) {
            return new Answer.Translated(body); // what it is instead is seen by who reads it next
        }
        if (!root.get("choices").isArray() || root.get("choices").isEmpty()) {
            return new Answer.Translated(body);
        }
        var edits = new JsonSplice(body.array());
        repair.id(root, MessageRepair.newId("chatcmpl-"), edits);
        for (Json choice : root.get("choices")) {
            if (failed(choice)) {
                return new Answer.Refused(UpstreamError.of(
                        502,
                        "The model ended with " + choice.get("finish_reason").text() + "."));
            }
            choice(choice, edits);
        }
        repair.usage(root.get("usage"), edits);
        return new Answer.Translated(edits.empty() ? body : Body.wrap(edits.apply()));
    }

    /** Whether the answer was given up, and nothing is left of it. */
    private boolean failed(Json choice) {
        Json message = choice.get("message");
        return repair.finish(choice.get("finish_reason")).equals(Quirks.FAILED)
                && !message.get("content").saysSomething()
                && !choice.get("text").saysSomething()
                && message.get("tool_calls").isEmpty();
    }

    private void choice(Json choice, JsonSplice edits) {
        Json message = choice.get("message");
        if (message.isObject()) {
            repair.message(message, edits);
            for (Json call : message.get("tool_calls")) {
                call(call, edits);
            }
            keep(message);
        } else if (quirks.has(Quirk.FILTER_RESULTS) && !choice.get("text").present() && !message.present()) {
            edits.addMember(choice.end() - 1, NO_MESSAGE);
        }
        Json reason = choice.get("finish_reason");
        String word = repair.finish(reason);
        if (!word.isEmpty()) {
            MessageRepair.text(choice, "finish_reason", word.equals(Quirks.FAILED) ? "stop" : word, edits);
        } else if (repair.emptyFinish(reason)) {
            boolean calls = !message.get("tool_calls").isEmpty();
            MessageRepair.text(choice, "finish_reason", calls ? "tool_calls" : "stop", edits);
        }
    }

    private void call(Json call, JsonSplice edits) {
        Json function = call.get("function");
        if (!quirks.has(Quirk.TOOL_CALLS) || !function.isObject()) {
            return;
        }
        if (!call.get("id").saysSomething()) {
            MessageRepair.text(call, "id", MessageRepair.newId("call_"), edits);
        }
        if (!call.get("type").saysSomething()) {
            MessageRepair.text(call, "type", "function", edits);
        }
        Json arguments = function.get("arguments");
        if (arguments.isObject()) {
            var quoted = new JsonWriter(arguments.end() - arguments.start() + 16).quoted(arguments);
            edits.replace(arguments.start(), arguments.end(), quoted.toByteArray());
        } else if (!arguments.given() || arguments.isEmptyText()) {
            if (arguments.present()) {
                edits.replace(arguments.start(), arguments.end(), NO_ARGUMENTS);
            } else {
                MessageRepair.text(function, "arguments", "{}", edits);
            }
        }
    }

    private void keep(Json message) {
        Json reasoning = message.get("reasoning_content");
        if (quirks.has(Quirk.REASONING_BACK) && reasoning.saysSomething()) {
            keep(Kind.REASONING, reasoning, message.get("tool_calls"));
        }
        Json details = message.get("reasoning_details");
        if (quirks.has(Quirk.DETAILS_BACK) && !details.isEmpty()) {
            keep(Kind.REASONING_DETAILS, details, message.get("tool_calls"));
        }
    }

    private void keep(Kind kind, Json what, Json calls) {
        byte[] kept = new JsonWriter(what.end() - what.start()).copy(what).toByteArray();
        for (Json call : calls) {
            asked.keepsakes().keep(kind, call.get("id").text(), kept);
        }
    }
}
