package dev.headgate.dialect.gemini;

import dev.headgate.api.Usage;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.EventStage;
import dev.headgate.hub.ChatChunks;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import dev.headgate.wire.SseEvent;

/**
 * Makes chat chunks of a stream of responses. The format has no mark for its end: the answer is complete when it has said
 * why it ended and no more comes.
 */
final class ResponseEvents extends EventStage {
    private static final int MOST_BYTES = 16 << 20; // pictures come in one event

    private final AnswerParts answer;

    ResponseEvents(Asked asked, boolean legacy) {
        this(asked, legacy, new JsonWriter(1024));
    }

    private ResponseEvents(Asked asked, boolean legacy, JsonWriter out) {
        super(out, MOST_BYTES);
        this.answer = new AnswerParts(new ChatChunks(out, asked.now(), asked.usageWanted(), legacy), asked);
    }

    @Override
    public Usage usage() {
        return answer.tokens().usage();
    }

    @Override
    protected void read(SseEvent event, Json json) {
        if (json.get("error").given()) {
            fail(ErrorReader.read(200, json));
        } else {
            answer.read(json);
        }
    }

    @Override
    protected void ended() {
        if (answer.ended()) {
            answer.end().ifPresentOrElse(this::fail, this::over);
        }
    }
}
