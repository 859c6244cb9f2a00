package dev.headgate.dialect.gemini;

import dev.headgate.api.Usage;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.StreamStage;
import dev.headgate.hub.ChatChunks;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonWriter;
import dev.headgate.wire.SseEvent;
import dev.headgate.wire.SseException;
import dev.headgate.wire.SseParser;
import org.jspecify.annotations.Nullable;

/**
 * Makes chat chunks of a stream of responses. The format has no mark for its end: the answer is complete when it has said
 * why it ended and no more comes.
 */
final class ResponseEvents implements StreamStage, SseParser.Sink {
    private static final byte[] NONE = {};
    private static final int MOST_BYTES = 16 << 20; // pictures come in one event

    private final SseParser parser = new SseParser(MOST_BYTES);
    private final JsonReader reader = new JsonReader(NONE, 0, 0, Answers.LIMITS);
    private final JsonWriter out = new JsonWriter(1024);
    private final AnswerParts answer;
    private boolean over;
    private @Nullable Sink sink;

    ResponseEvents(Asked asked, boolean legacy) {
        this.answer = new AnswerParts(new ChatChunks(out, asked.now(), asked.usageWanted(), legacy), asked);
    }

    @Override
    public boolean sniffed() {
        return true;
    }

    @Override
    public Usage usage() {
        return answer.tokens().usage();
    }

    @Override
    public void bytes(byte[] array, int from, int until, Sink to) {
        sink = to;
        try {
            parser.feed(array, from, until, this);
            flush(to);
        } catch (SseException e) {
            malformed(to, "sent an event longer than the limit");
        }
    }

    @Override
    public void end(boolean orderly, Sink to) {
        sink = to;
        if (orderly) {
            try {
                parser.end(this);
            } catch (SseException e) {
                malformed(to, "sent an event longer than the limit");
            }
        }
        if (!over && answer.ended()) {
            over = true;
            answer.end().ifPresentOrElse(to::failed, () -> flush(to));
        }
        flush(to);
    }

    private void flush(Sink to) {
        if (out.length() > 0) {
            to.events(out.array(), 0, out.length());
            out.clear();
        }
    }

    private void malformed(Sink to, String what) {
        over = true;
        flush(to);
        to.malformed(what);
    }

    @Override
    public void filler(byte[] array, int from, int to) {}

    @Override
    public void event(SseEvent event) {
        Sink to = sink;
        if (over || to == null) {
            return;
        }
        try {
            Json json = Json.read(reader, event.data(), event.dataStart(), event.dataEnd());
            if (json.get("error").given()) {
                over = true;
                flush(to);
                to.failed(ErrorReader.read(200, json));
            } else {
                answer.read(json);
            }
        } catch (JsonException e) {
            if (event.complete()) {
                malformed(to, "sent an event that cannot be read");
            }
        }
    }
}
