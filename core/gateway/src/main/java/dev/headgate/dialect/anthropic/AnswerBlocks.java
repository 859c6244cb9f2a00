package dev.headgate.dialect.anthropic;

import dev.headgate.api.Usage;
import dev.headgate.dialect.Keepsakes;
import dev.headgate.hub.ChatSink;
import dev.headgate.hub.Finish;
import dev.headgate.hub.Pieces;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Hands the content blocks of an answer on, each of which begins, may grow, and ends. Blocks of a whole answer begin with
 * all they have. What runs at Anthropic, such as its search, is no call of the caller's and is passed over.
 */
final class AnswerBlocks {
    private enum Kind {
        NONE,
        TEXT,
        THINKING,
        CALL,
        /** The call whose input is the answer itself. */
        ANSWER,
        PASSED_OVER
    }

    private final ChatSink sink;
    private final String answerTool;
    private final Keepsakes.Drawer keepsakes;
    private final List<String> calls = new ArrayList<>();
    private final List<byte[]> thoughts = new ArrayList<>();
    private final List<byte[]> cited = new ArrayList<>();
    private boolean answered;

    // Of the block under way.
    private Kind kind = Kind.NONE;
    private int call;
    private int begun;
    private boolean input;
    private Pieces thought = new Pieces();
    private Pieces signature = new Pieces();

    /**
     * @param answerTool the name of the tool whose input is the answer, empty when there is none
     */
    AnswerBlocks(ChatSink sink, String answerTool, Keepsakes.Drawer keepsakes) {
        this.sink = sink;
        this.answerTool = answerTool;
        this.keepsakes = keepsakes;
    }

    void start(Json block) {
        stop();
        Json type = block.get("type");
        if (type.is("text")) {
            kind = Kind.TEXT;
            begun = sink.length();
            sink.text(block.get("text"));
            block.get("citations").forEach(this::cite);
        } else if (type.is("thinking")) {
            kind = Kind.THINKING;
            thought = new Pieces();
            signature = new Pieces();
            think(block.get("thinking"));
            signature.add(block.get("signature"));
        } else if (type.is("redacted_thinking")) {
            kind = Kind.PASSED_OVER;
            remember(new JsonWriter(block.end() - block.start()).copy(block).toByteArray());
        } else if (type.is("tool_use")) {
            call(block);
        } else {
            kind = Kind.PASSED_OVER;
        }
    }

    private void call(Json block) {
        Json all = block.get("input");
        input = all.isObject() && !all.isEmpty();
        if (!answerTool.isEmpty() && block.get("name").text().equals(answerTool)) {
            kind = Kind.ANSWER;
            answered = true;
            if (input) {
                sink.textOf(all);
            }
            return;
        }
        kind = Kind.CALL;
        String id = block.get("id").text();
        calls.add(id);
        call = sink.call(id, block.get("name"), Optional.empty());
        if (input) {
            sink.argumentsOf(call, all);
        }
    }

    void delta(Json delta) {
        switch (kind) {
            case TEXT -> {
                if (delta.get("type").is("citations_delta")) {
                    cite(delta.get("citation"));
                } else {
                    sink.text(delta.get("text"));
                }
            }
            case THINKING -> {
                if (delta.get("type").is("signature_delta")) {
                    signature.add(delta.get("signature"));
                } else {
                    think(delta.get("thinking"));
                }
            }
            case CALL, ANSWER -> {
                Json piece = delta.get("partial_json");
                if (piece.isString() && !piece.isEmptyText()) {
                    input = true;
                    if (kind == Kind.CALL) {
                        sink.arguments(call, piece);
                    } else {
                        sink.text(piece);
                    }
                }
            }
            case NONE, PASSED_OVER -> {}
        }
    }

    private void think(Json piece) {
        thought.add(piece);
        sink.reasoning(piece);
    }

    /** The block that is under way has ended. */
    void stop() {
        switch (kind) {
            case TEXT -> {
                for (byte[] citation : cited) {
                    annotate(Json.read(citation, JsonLimits.WIDE));
                }
                cited.clear();
            }
            case THINKING -> {
                if (!signature.empty()) {
                    var block = new JsonWriter(512).open().name("type").value("thinking");
                    thought.writeTo(block.name("thinking"));
                    signature.writeTo(block.name("signature"));
                    remember(block.close().toByteArray());
                }
            }
            case CALL -> {
                if (!input) {
                    sink.argumentsOf(call, Json.ABSENT);
                }
            }
            case ANSWER -> {
                if (!input) {
                    sink.textOf(Json.read(new byte[] {'{', '}'}, JsonLimits.WIDE));
                }
            }
            case NONE, PASSED_OVER -> {}
        }
        kind = Kind.NONE;
    }

    /** Copied, because what is read of a stream does not stay; there are few of them. */
    private void cite(Json citation) {
        if (citation.isObject()) {
            cited.add(new JsonWriter(256).copy(citation).toByteArray());
        }
    }

    /** What is cited from the web has a form of OpenAI's; everything else is passed on as it came. */
    private void annotate(Json citation) {
        Json url = citation.get("url");
        if (!url.isString()) {
            sink.beside("citations", citation.bytes());
            return;
        }
        var out = new JsonWriter(256).open().name("type").value("url_citation").name("url_citation");
        out.open().name("start_index").value(begun).name("end_index").value(sink.length());
        out.name("url").copy(url).name("title");
        if (citation.get("title").isString()) {
            out.copy(citation.get("title"));
        } else {
            out.value("");
        }
        sink.beside("annotations", out.close().close().toByteArray());
    }

    private void remember(byte[] block) {
        thoughts.add(block);
        sink.beside("thinking_blocks", block);
    }

    /** The answer has ended. */
    void end(Json reason, Json details, Usage usage) {
        stop();
        if (details.get("explanation").saysSomething()) {
            sink.refusal(details.get("explanation"));
        }
        sink.end(finish(reason), usage);
        keep();
    }

    private Finish finish(Json reason) {
        if (reason.is("tool_use")) {
            return answered && calls.isEmpty() ? Finish.STOP : Finish.TOOL_CALLS;
        }
        if (reason.is("max_tokens") || reason.is("model_context_window_exceeded")) {
            return Finish.LENGTH;
        }
        return reason.is("refusal") ? Finish.CONTENT_FILTER : Finish.STOP;
    }

    /** The model wants to see what it thought before a call together with the call's result. */
    private void keep() {
        if (calls.isEmpty() || thoughts.isEmpty()) {
            return;
        }
        var list = new JsonWriter(1024).openList();
        thoughts.forEach(t -> list.copy(t, 0, t.length));
        byte[] all = list.closeList().toByteArray();
        calls.forEach(id -> keepsakes.keep(Keepsakes.Kind.THOUGHTS, id, all));
    }
}
