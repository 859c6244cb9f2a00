package dev.headgate.dialect.cohere;

import dev.headgate.api.Usage;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.EventStage;
import dev.headgate.hub.ChatChunks;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import dev.headgate.wire.SseEvent;
import dev.headgate.wire.SseParser;

/** Makes chat chunks of the events of a streamed answer, which ends with {@code message-end}. */
final class ReplyEvents extends EventStage {
    private final Reply reply;

    ReplyEvents(Asked asked, boolean legacy) {
        this(asked, legacy, new JsonWriter(1024));
    }

    private ReplyEvents(Asked asked, boolean legacy, JsonWriter out) {
        super(out, SseParser.MAX_EVENT_BYTES);
        this.reply = new Reply(new ChatChunks(out, asked.now(), asked.usageWanted(), legacy), asked);
    }

    @Override
    public Usage usage() {
        return reply.usage();
    }

    @Override
    protected void read(SseEvent event, Json json) {
        Json type = json.get("type");
        Json delta = json.get("delta");
        Json message = delta.get("message");
        reply.begin(json.get("id"));
        if (type.is("content-delta") || type.is("content-start")) {
            reply.content(message.get("content"));
        } else if (type.is("tool-call-start")) {
            reply.call(message.get("tool_calls"));
        } else if (type.is("tool-call-delta")) {
            reply.arguments(message.get("tool_calls").get("function").get("arguments"));
        } else if (type.is("tool-call-end")) {
            reply.endCall();
        } else if (type.is("citation-start")) {
            reply.cite(message.get("citations"));
        } else if (type.is("message-end")) {
            reply.end(delta.get("finish_reason"), delta.get("usage"), delta.get("error"))
                    .ifPresentOrElse(this::fail, this::over);
        } else if (event.named("error") || (!type.given() && json.get("message").isString())) {
            fail(ErrorReader.read(200, json));
        }
    }
}
