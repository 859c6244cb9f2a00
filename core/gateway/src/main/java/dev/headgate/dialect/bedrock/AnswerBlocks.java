package dev.headgate.dialect.bedrock;

import dev.headgate.api.Usage;
import dev.headgate.dialect.Keepsakes;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.ChatSink;
import dev.headgate.hub.Finish;
import dev.headgate.hub.Pieces;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hands the content blocks of an answer on. Only a call says that it begins; anything else begins with its first piece, and
 * ends by its end or by that of the answer. What runs at Bedrock is no call of the caller's and is passed over.
 */
final class AnswerBlocks {
    /** Calls that may be under way at a time. */
    private static final int MOST_OPEN = 1024;

    private static final Json EMPTY = Json.read(new byte[] {'{', '}'}, JsonLimits.WIDE);

    private final ChatSink sink;
    private final String answerTool;
    private final Keepsakes.Drawer keepsakes;
    private final Map<Long, Call> open = new LinkedHashMap<>();
    private final List<String> calls = new ArrayList<>();
    private final List<byte[]> thoughts = new ArrayList<>();
    private boolean said;

    // Of what has not ended.
    private int begun;
    private final List<byte[]> cited = new ArrayList<>();
    private Pieces thought = new Pieces();
    private Pieces signature = new Pieces();
    private final ByteArrayOutputStream hidden = new ByteArrayOutputStream();

    /** A call under way; what is the answer itself, or not for the caller, has no index. */
    private static final class Call {
        private final int index;
        private final boolean answer;
        private boolean input;

        Call(int index, boolean answer) {
            this.index = index;
            this.answer = answer;
        }
    }

    /**
     * @param answerTool the name of the tool whose input is the answer, empty when there is none
     */
    AnswerBlocks(ChatSink sink, String answerTool, Keepsakes.Drawer keepsakes) {
        this.sink = sink;
        this.answerTool = answerTool;
        this.keepsakes = keepsakes;
    }

    // ---- a whole answer

    /** A block that is there with all it has. */
    void whole(long index, Json block) {
        begun = sink.length();
        Json cites = block.get("citationsContent");
        Json reasoning = block.get("reasoningContent");
        if (block.get("toolUse").isObject()) {
            start(index, block);
            Call call = open.get(index);
            Json input = block.get("toolUse").get("input");
            if (call != null && input.isObject() && !input.isEmpty()) {
                call.input = true;
                give(call, input);
            }
        } else if (reasoning.isObject()) {
            Json text = reasoning.get("reasoningText");
            reasoning(text.isObject() ? text : reasoning);
        } else if (cites.isObject()) {
            cites.get("content").forEach(c -> text(c.get("text")));
            cites.get("citations").forEach(this::cite);
        } else {
            text(block.get("text"));
        }
        stop(index);
    }

    // ---- a streamed one

    /**
     * A block begins.
     *
     * @return false when too many are under way
     */
    boolean start(long index, Json block) {
        Json use = block.get("toolUse");
        if (!use.isObject() || use.get("type").is("server_tool_use")) {
            return true;
        }
        settle();
        if (!answerTool.isEmpty() && use.get("name").text().equals(answerTool)) {
            open.put(index, new Call(-1, true));
        } else {
            String id = use.get("toolUseId").text();
            calls.add(id);
            open.put(index, new Call(sink.call(id, use.get("name"), Optional.empty()), false));
        }
        said = true;
        return open.size() <= MOST_OPEN;
    }

    void delta(long index, Json delta) {
        Json text = delta.get("text");
        Json reasoning = delta.get("reasoningContent");
        if (text.isString()) {
            text(text);
        } else if (reasoning.isObject()) {
            reasoning(reasoning);
        } else if (delta.get("citation").isObject()) {
            cite(delta.get("citation"));
        } else {
            input(open.get(index), delta.get("toolUse").get("input"));
        }
    }

    private void input(@Nullable Call call, Json piece) {
        if (call == null || !piece.given() || piece.isEmptyText()) {
            return;
        }
        call.input = true;
        if (!piece.isString()) {
            give(call, piece);
        } else if (call.answer) {
            sink.text(piece);
        } else {
            sink.arguments(call.index, piece);
        }
    }

    /** All of a call's input, which is a value and no text. */
    private void give(Call call, Json input) {
        if (call.answer) {
            sink.textOf(input);
        } else {
            sink.argumentsOf(call.index, input);
        }
    }

    private void text(Json piece) {
        said |= piece.isString() && !piece.isEmptyText();
        sink.text(piece);
    }

    private void reasoning(Json piece) {
        thought.add(piece.get("text"));
        signature.add(piece.get("signature"));
        sink.reasoning(piece.get("text"));
        Json data = piece.get("redactedContent");
        if (data.isString()) {
            try {
                hidden.writeBytes(Base64.getDecoder().decode(data.text()));
            } catch (IllegalArgumentException e) {
                hidden.reset(); // nobody could make anything of it
            }
        }
    }

    /** The block has ended. */
    void stop(long index) {
        Call call = open.remove(index);
        if (call != null && !call.input) {
            give(call, call.answer ? EMPTY : Json.ABSENT);
        }
        settle();
    }

    /** Whatever is no call, and was under way, has ended. */
    private void settle() {
        for (byte[] citation : cited) {
            annotate(Json.read(citation, JsonLimits.WIDE));
        }
        cited.clear();
        begun = sink.length();
        if (!signature.empty()) {
            remember(Thoughts.shown(thought, signature));
        }
        if (!thought.empty() || !signature.empty()) {
            thought = new Pieces();
            signature = new Pieces();
        }
        if (hidden.size() > 0) {
            remember(Thoughts.hidden(hidden.toByteArray()));
            hidden.reset();
        }
    }

    /** Copied, because what is read of a stream does not stay; there are few of them. */
    private void cite(Json citation) {
        cited.add(new JsonWriter(256).copy(citation).toByteArray());
    }

    /** What is cited from the web has a form of OpenAI's; everything else is passed on as it came. */
    private void annotate(Json citation) {
        Json url = citation.get("location").get("web").get("url");
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

    /**
     * The answer has ended.
     *
     * @return the error that it is instead of an answer
     */
    Optional<UpstreamError> end(String reason, Usage usage) {
        List.copyOf(open.keySet()).forEach(this::stop);
        settle();
        if (reason.startsWith("malformed_") && !said) {
            return Optional.of(UpstreamError.of(502, "The model gave no answer that can be read (" + reason + ").")
                    .withType(reason));
        }
        sink.end(finish(reason), usage);
        keep();
        return Optional.empty();
    }

    private Finish finish(String reason) {
        return switch (reason) {
            case "tool_use" -> calls.isEmpty() ? Finish.STOP : Finish.TOOL_CALLS;
            case "max_tokens", "model_context_window_exceeded" -> Finish.LENGTH;
            case "guardrail_intervened", "content_filtered" -> Finish.CONTENT_FILTER;
            default -> Finish.STOP;
        };
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
