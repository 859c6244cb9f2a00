package dev.headgate.dialect.anthropic;

import dev.headgate.api.Usage;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.EventStage;
import dev.headgate.hub.ChatChunks;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonWriter;
import dev.headgate.wire.SseEvent;
import dev.headgate.wire.SseParser;

/**
 * Makes chat chunks of the events of a streamed message. Only {@code message_stop} ends the answer; why it ended and what
 * it used has come before, possibly more than once, and counts as it was said last.
 */
final class MessageEvents extends EventStage {
    private final Asked asked;
    private final ChatChunks chunks;
    private final AnswerBlocks blocks;
    private final Tokens tokens = new Tokens();
    private byte[] ending = {'{', '}'};
    private boolean begun;

    MessageEvents(Asked asked, boolean legacy, String answerTool) {
        this(asked, legacy, answerTool, new JsonWriter(1024));
    }

    private MessageEvents(Asked asked, boolean legacy, String answerTool, JsonWriter out) {
        super(out, SseParser.MAX_EVENT_BYTES);
        this.asked = asked;
        this.chunks = new ChatChunks(out, asked.now(), asked.usageWanted(), legacy);
        this.blocks = new AnswerBlocks(chunks, answerTool, asked.keepsakes());
    }

    @Override
    public Usage usage() {
        return tokens.usage();
    }

    @Override
    protected void read(SseEvent event, Json json) {
        Json type = json.get("type");
        if (type.is("content_block_delta")) {
            blocks.delta(json.get("delta"));
        } else if (type.is("content_block_start")) {
            begin(Json.ABSENT);
            blocks.start(json.get("content_block"));
        } else if (type.is("content_block_stop")) {
            blocks.stop();
        } else if (type.is("message_start")) {
            tokens.report(json.get("message").get("usage"));
            begin(json.get("message"));
        } else if (type.is("message_delta")) {
            tokens.report(json.get("usage"));
            if (json.get("delta").get("stop_reason").isString()) {
                ending = new JsonWriter(128).copy(json.get("delta")).toByteArray();
            }
        } else if (type.is("message_stop")) {
            begin(Json.ABSENT);
            Json delta = Json.read(ending, JsonLimits.WIDE);
            blocks.end(delta.get("stop_reason"), delta.get("stop_details"), tokens.usage());
            over();
        } else if (type.is("error") || event.named("error")) {
            fail(ErrorReader.read(200, json));
        }
    }

    private void begin(Json message) {
        if (!begun) {
            begun = true;
            String model = message.get("model").text();
            chunks.begin(message.get("id").text(), model.isEmpty() ? asked.model() : model);
        }
    }
}
