package dev.headgate.dialect;

import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonWriter;
import dev.headgate.wire.SseEvent;
import dev.headgate.wire.SseException;
import dev.headgate.wire.SseParser;

/** A stage for formats that stream server-sent events with JSON in them. */
public abstract class EventStage extends ChunkStage implements SseParser.Sink {
    private static final String TOO_LONG = "sent an event longer than the limit";

    private final SseParser parser;

    /**
     * @param out where chunks are written; what stands there is handed on and cleared
     * @param mostEventBytes the longest event
     */
    protected EventStage(JsonWriter out, int mostEventBytes) {
        super(out);
        this.parser = new SseParser(mostEventBytes);
    }

    /** The next event; what it holds is valid only during the call. */
    protected abstract void read(SseEvent event, Json json);

    /** No more events will come. */
    protected void ended() {}

    @Override
    public final boolean sniffed() {
        return true;
    }

    @Override
    protected final void take(byte[] array, int from, int until) {
        try {
            parser.feed(array, from, until, this);
        } catch (SseException e) {
            malformed(TOO_LONG);
        }
    }

    @Override
    protected final void finish(boolean orderly) {
        if (orderly) {
            try {
                parser.end(this);
            } catch (SseException e) {
                malformed(TOO_LONG);
            }
        }
        if (!isOver()) {
            ended();
        }
    }

    @Override
    public final void filler(byte[] array, int from, int to) {}

    @Override
    public final void event(SseEvent event) {
        if (isOver() || event.dataIs("[DONE]")) {
            return;
        }
        try {
            read(event, json(event.data(), event.dataStart(), event.dataEnd()));
        } catch (JsonException e) {
            // What the end of the bytes cut off is missed by what should have followed it.
            if (event.complete()) {
                malformed("sent an event that cannot be read");
            }
        }
    }
}
