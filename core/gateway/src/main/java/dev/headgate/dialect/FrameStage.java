package dev.headgate.dialect;

import dev.headgate.wire.EventFrame;
import dev.headgate.wire.FrameException;
import dev.headgate.wire.FrameParser;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonWriter;

/**
 * A stage for formats that stream the frames of Amazon's services with JSON in them. An exception in a frame is the
 * stream's failure, wherever it comes.
 */
public abstract class FrameStage extends ChunkStage implements FrameParser.Sink {
    private final FrameParser parser = new FrameParser(FrameParser.MAX_FRAME_BYTES);

    /**
     * @param out where chunks are written; what stands there is handed on and cleared
     */
    protected FrameStage(JsonWriter out) {
        super(out);
    }

    /** The next event; what it holds is valid only during the call. */
    protected abstract void read(EventFrame event, Json json);

    /** No more events will come. */
    protected void ended() {}

    @Override
    public final boolean sniffed() {
        return true; // a frame that began like a document would be longer than any may be
    }

    @Override
    protected final void take(byte[] array, int from, int until) {
        if (isOver()) {
            return;
        }
        try {
            parser.feed(array, from, until, this);
        } catch (FrameException e) {
            malformed(said(e.kind()));
        }
    }

    private static String said(FrameException.Kind kind) {
        return switch (kind) {
            case PRELUDE, CHECKSUM -> "sent a frame with a wrong checksum";
            case LENGTH, HEADERS -> "sent a frame that cannot be read";
            case TOO_LARGE -> "sent a frame longer than the limit";
        };
    }

    /** What of a frame may be there without its end counts for nothing. */
    @Override
    protected final void finish(boolean orderly) {
        if (!isOver()) {
            ended();
        }
    }

    @Override
    public final void frame(EventFrame frame) {
        if (isOver()) {
            return;
        }
        if (frame.headerIs(":message-type", "error")) {
            fail(AwsErrors.of(200, frame.header(":error-code"), frame.header(":error-message")));
            return;
        }
        Json json;
        try {
            json = json(frame.array(), frame.payloadStart(), frame.payloadEnd());
        } catch (JsonException e) {
            json = Json.ABSENT;
        }
        if (frame.headerIs(":message-type", "exception")) {
            fail(AwsErrors.of(200, frame.header(":exception-type"), AwsErrors.message(json)));
        } else if (json.isObject()) {
            read(frame, json);
        } else {
            malformed("sent an event that cannot be read");
        }
    }
}
