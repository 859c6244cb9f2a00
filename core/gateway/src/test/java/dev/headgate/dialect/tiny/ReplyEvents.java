package dev.headgate.dialect.tiny;

import dev.headgate.api.Usage;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.EventStage;
import dev.headgate.dialect.UpstreamError;
import dev.headgate.hub.ChatChunks;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import dev.headgate.wire.SseEvent;
import dev.headgate.wire.SseParser;

/** Makes chat chunks of a streamed answer, whose last piece says why it ended. */
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
        if (json.get("problem").given()) {
            fail(UpstreamError.of(500, json.get("problem").text()));
        } else if (reply.read(json)) {
            over();
        }
    }
}
