package dev.headgate.dialect.gemini;

import dev.headgate.dialect.Asked;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.ChatSink;
import dev.headgate.hub.Finish;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hands an answer on, of which each response holds a part: all of it, or what has come since the one before. It has ended
 * when it has said why; that may come with the last part, after it, or more than once.
 */
final class AnswerParts {
    private static final Set<String> FILTERED = Set.of(
            "SAFETY",
            "RECITATION",
            "LANGUAGE",
            "BLOCKLIST",
            "PROHIBITED_CONTENT",
            "SPII",
            "MODEL_ARMOR",
            "IMAGE_SAFETY",
            "IMAGE_PROHIBITED_CONTENT",
            "IMAGE_RECITATION");
    private static final Set<String> DONE = Set.of("STOP", "FINISH_REASON_UNSPECIFIED");

    private final ChatSink sink;
    private final Asked asked;
    private final Tokens tokens = new Tokens();
    private String id = "";
    private String reason = "";
    private String message = "";
    private int calls;
    private boolean begun;
    private boolean content;

    AnswerParts(ChatSink sink, Asked asked) {
        this.sink = sink;
        this.asked = asked;
    }

    Tokens tokens() {
        return tokens;
    }

    /** Whether it has said why it ended. */
    boolean ended() {
        return !reason.isEmpty();
    }

    void read(Json response) {
        tokens.report(response.get("usageMetadata"));
        begin(response);
        for (Json candidate : response.get("candidates")) {
            if (candidate.get("index").whole(0) == 0) {
                candidate(candidate);
            }
        }
        Json blocked = response.get("promptFeedback").get("blockReason");
        if (blocked.isString() && reason.isEmpty()) {
            reason = "SAFETY";
            Json why = response.get("promptFeedback").get("blockReasonMessage");
            if (why.saysSomething()) {
                sink.refusal(why);
            }
        }
    }

    private void begin(Json response) {
        if (!begun) {
            begun = true;
            String given = response.get("responseId").text();
            id = given.isEmpty() ? Long.toHexString(ThreadLocalRandom.current().nextLong()) : given;
            String model = response.get("modelVersion").text();
            sink.begin(given.isEmpty() ? "chatcmpl-" + id : given, model.isEmpty() ? asked.model() : model);
        }
    }

    private void candidate(Json candidate) {
        for (Json part : candidate.get("content").get("parts")) {
            part(part);
        }
        for (Json chunk : candidate.get("groundingMetadata").get("groundingChunks")) {
            cite(chunk.get("web"));
        }
        if (candidate.get("finishReason").isString()) {
            reason = candidate.get("finishReason").text();
            message = candidate.get("finishMessage").text();
        }
    }

    private void part(Json part) {
        Json text = part.get("text");
        if (text.isString()) {
            if (text.isEmptyText()) {
                return;
            }
            content = true;
            if (part.get("thought").isTrue()) {
                sink.reasoning(text);
            } else {
                sink.text(text);
            }
        } else if (part.get("functionCall").isObject()) {
            call(part);
        } else if (part.get("inlineData").isObject() && !part.get("thought").isTrue()) {
            picture(part.get("inlineData"));
        }
    }

    private void call(Json part) {
        Json call = part.get("functionCall");
        if (!call.get("name").saysSomething()) {
            return; // the rest of one that comes in pieces, which was not asked for
        }
        content = true;
        Json signature = part.get("thoughtSignature");
        String own = call.get("id").text();
        String callId = own.isEmpty() ? "call_" + id + "_" + calls : own;
        calls++;
        Optional<Json> extra = Optional.empty();
        if (signature.saysSomething()) {
            byte[] signed = new JsonWriter(signature.end() - signature.start())
                    .copy(signature)
                    .toByteArray();
            asked.keepsakes().keep(callId, signed);
            var google =
                    new JsonWriter(signed.length + 48).open().name("google").open();
            google.name("thought_signature").copy(signature).close().close();
            extra = Optional.of(Json.read(google.toByteArray(), JsonLimits.WIDE));
        }
        int index = sink.call(callId, call.get("name"), extra);
        sink.argumentsOf(index, call.get("args"));
    }

    private void picture(Json data) {
        content = true;
        var out = new JsonWriter(data.end() - data.start() + 96)
                .open()
                .name("type")
                .value("image_url");
        out.name("image_url").open().name("url");
        out.value("data:" + data.get("mimeType").text() + ";base64,"
                + data.get("data").text());
        sink.beside("images", out.close().close().toByteArray());
    }

    private void cite(Json web) {
        if (web.get("uri").isString()) {
            var out = new JsonWriter(256)
                    .open()
                    .name("type")
                    .value("url_citation")
                    .name("url_citation");
            out.open().name("start_index").value(0).name("end_index").value(sink.length());
            out.name("url")
                    .copy(web.get("uri"))
                    .name("title")
                    .value(web.get("title").text());
            sink.beside("annotations", out.close().close().toByteArray());
        }
    }

    /** Ends the answer; or says why there is none, when it came to nothing by a fault of the model. */
    Optional<UpstreamError> end() {
        boolean known = DONE.contains(reason) || FILTERED.contains(reason) || reason.equals("MAX_TOKENS");
        if (!known && !content) {
            return Optional.of(UpstreamError.of(
                    502, "The model ended with " + reason + (message.isEmpty() ? "." : ": " + message)));
        }
        sink.end(finish(), tokens.usage());
        return Optional.empty();
    }

    private Finish finish() {
        if (reason.equals("MAX_TOKENS")) {
            return Finish.LENGTH;
        }
        if (FILTERED.contains(reason)) {
            return Finish.CONTENT_FILTER;
        }
        return calls > 0 ? Finish.TOOL_CALLS : Finish.STOP;
    }
}
