package dev.headgate.dialect.gemini;

import dev.headgate.dialect.Asked;
import dev.headgate.dialect.Keepsakes;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.ChatSink;
import dev.headgate.hub.Finish;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.Set;

/** One of the answers in a response, of which each response of a stream holds what has come since the one before. */
final class Candidate {
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
    private static final byte[] NONE = {};

    private final ChatSink sink;
    private final Asked asked;
    private final String callIds;
    private final Optional<MessageDigest> said;
    private String reason = "";
    private String message = "";
    private byte[] signature = NONE;
    private int calls;
    private boolean content;

    /**
     * @param callIds what the ids of calls that have none begin with
     */
    Candidate(ChatSink sink, Asked asked, String callIds) {
        this.sink = sink;
        this.asked = asked;
        this.callIds = callIds;
        this.said = GeminiModel.of(asked.model()).signs() ? Optional.of(Signatures.digest()) : Optional.empty();
    }

    /** Whether it has said why it ended. */
    boolean ended() {
        return !reason.isEmpty();
    }

    void read(Json candidate) {
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

    /** The request was refused before there was any answer to it. */
    void blocked(Json why) {
        if (reason.isEmpty()) {
            reason = "SAFETY";
            if (why.saysSomething()) {
                sink.refusal(why);
            }
        }
    }

    private void part(Json part) {
        Json text = part.get("text");
        if (text.isString()) {
            boolean thought = part.get("thought").isTrue();
            if (!thought && part.get("thoughtSignature").saysSomething()) {
                signature = Signatures.copy(part.get("thoughtSignature")); // also beside no text, at the very end
            }
            if (text.isEmptyText()) {
                return;
            }
            content = true;
            if (thought) {
                sink.reasoning(text);
            } else {
                said.ifPresent(d -> Signatures.add(d, text));
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
        String own = call.get("id").text();
        String callId = own.isEmpty() ? callIds + calls : own;
        calls++;
        Optional<Json> extra = Optional.empty();
        if (part.get("thoughtSignature").saysSomething()) {
            byte[] signed = Signatures.copy(part.get("thoughtSignature"));
            asked.keepsakes().keep(Keepsakes.Kind.SIGNATURE, callId, signed);
            extra = Optional.of(Signatures.extra(signed));
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

    /** Why it came to nothing, when that was by a fault of the model. */
    Optional<UpstreamError> nothing() {
        boolean known = DONE.contains(reason) || FILTERED.contains(reason) || reason.equals("MAX_TOKENS");
        return known || content
                ? Optional.empty()
                : Optional.of(UpstreamError.of(
                        502, "The model ended with " + reason + (message.isEmpty() ? "." : ": " + message)));
    }

    void end(Tokens tokens) {
        if (signature.length > 0) {
            sink.extra(Signatures.extra(signature));
            said.ifPresent(d -> asked.keepsakes().keep(Keepsakes.Kind.SIGNATURE, Signatures.key(d), signature));
        }
        sink.end(finish(), tokens.usage());
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
