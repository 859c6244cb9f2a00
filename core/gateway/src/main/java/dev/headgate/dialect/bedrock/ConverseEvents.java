package dev.headgate.dialect.bedrock;

import dev.headgate.api.Usage;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.FrameStage;
import dev.headgate.hub.ChatChunks;
import dev.headgate.wire.EventFrame;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;

/**
 * Makes chat chunks of the events of a streamed answer. It has ended when it has said why, in {@code messageStop}; what it
 * has used comes after that, in {@code metadata}, and is waited for as long as bytes may come.
 */
final class ConverseEvents extends FrameStage {
    private static final String TYPE = ":event-type";

    private final Asked asked;
    private final ChatChunks chunks;
    private final AnswerBlocks blocks;
    private Usage usage = Usage.NONE;
    private String reason = "";
    private boolean begun;
    private boolean counted;

    ConverseEvents(Asked asked, boolean legacy, String answerTool) {
        this(asked, legacy, answerTool, new JsonWriter(1024));
    }

    private ConverseEvents(Asked asked, boolean legacy, String answerTool, JsonWriter out) {
        super(out);
        this.asked = asked;
        this.chunks = new ChatChunks(out, asked.now(), asked.usageWanted(), legacy);
        this.blocks = new AnswerBlocks(chunks, answerTool, asked.keepsakes());
    }

    @Override
    public Usage usage() {
        return usage;
    }

    @Override
    protected void read(EventFrame event, Json json) {
        if (event.headerIs(TYPE, "contentBlockDelta")) {
            begin();
            blocks.delta(index(json), json.get("delta"));
        } else if (event.headerIs(TYPE, "contentBlockStart")) {
            begin();
            if (!blocks.start(index(json), json.get("start"))) {
                malformed("began more calls at once than anybody needs");
            }
        } else if (event.headerIs(TYPE, "contentBlockStop")) {
            blocks.stop(index(json));
        } else if (event.headerIs(TYPE, "messageStart")) {
            begin();
        } else if (event.headerIs(TYPE, "messageStop")) {
            begin();
            String word = json.get("stopReason").text();
            reason = word.isEmpty() ? "end_turn" : word;
            if (counted) {
                finish();
            }
        } else if (event.headerIs(TYPE, "metadata")) {
            usage = Tokens.of(json.get("usage"));
            counted = true;
            if (!reason.isEmpty()) {
                finish();
            }
        }
    }

    private static long index(Json event) {
        return event.get("contentBlockIndex").whole(0);
    }

    private void begin() {
        if (!begun) {
            begun = true;
            chunks.begin(ChatId.next(), asked.model());
        }
    }

    private void finish() {
        blocks.end(reason, usage).ifPresentOrElse(this::fail, this::over);
    }

    @Override
    protected void ended() {
        if (!reason.isEmpty()) {
            finish();
        }
    }
}
