package dev.headgate.dialect.ollama;

import dev.headgate.api.Usage;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.LineStage;
import dev.headgate.hub.ChatChunks;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;

/** Makes chat chunks of a streamed answer, whose last line says that it is the last. */
final class ReplyLines extends LineStage {
    private static final int MOST_BYTES = 16 << 20;

    private final Reply reply;

    ReplyLines(Asked asked, boolean legacy) {
        this(asked, legacy, new JsonWriter(1024));
    }

    private ReplyLines(Asked asked, boolean legacy, JsonWriter out) {
        super(out, MOST_BYTES);
        this.reply = new Reply(new ChatChunks(out, asked.now(), asked.usageWanted(), legacy), asked);
    }

    @Override
    public Usage usage() {
        return reply.usage();
    }

    @Override
    protected void read(Json line) {
        if (line.get("error").given()) {
            fail(ErrorReader.read(200, line));
        } else if (reply.read(line)) {
            reply.end(line).ifPresentOrElse(this::fail, this::over);
        }
    }
}
