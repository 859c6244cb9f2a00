package dev.headgate.dialect;

import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonWriter;
import dev.headgate.wire.SseEvent;
import dev.headgate.wire.SseException;
import dev.headgate.wire.SseParser;
import org.jspecify.annotations.Nullable;

/** A stage for formats that stream server-sent events with JSON in them. Chunks are written to what it is made with. */
public abstract class EventStage implements StreamStage, SseParser.Sink {
    private static final byte[] NONE = {};

    private final SseParser parser;
    private final JsonReader reader;
    private final JsonWriter out;
    private boolean over;
    private @Nullable Sink sink;

    /**
     * @param out where chunks are written; what stands there is handed on and cleared
     * @param limits for the JSON in the events
     * @param mostEventBytes the longest event
     */
    protected EventStage(JsonWriter out, JsonLimits limits, int mostEventBytes) {
        this.out = out;
        this.reader = new JsonReader(NONE, 0, 0, limits);
        this.parser = new SseParser(mostEventBytes);
    }

    /** The next event; what it holds is valid only during the call. */
    protected abstract void read(SseEvent event, Json json);

    /** No more events will come. */
    protected void ended() {}

    /** The stream says that it has failed, and nothing after it counts. */
    protected final void fail(UpstreamError error) {
        Sink to = sink;
        if (!over && to != null) {
            over = true;
            flush(to);
            to.failed(error);
        }
    }

    /** The answer has ended, and nothing after it counts. */
    protected final void over() {
        over = true;
    }

    protected final boolean isOver() {
        return over;
    }

    @Override
    public final boolean sniffed() {
        return true;
    }

    @Override
    public final void bytes(byte[] array, int from, int until, Sink to) {
        sink = to;
        try {
            parser.feed(array, from, until, this);
            flush(to);
        } catch (SseException e) {
            malformed(to, "sent an event longer than the limit");
        }
    }

    @Override
    public final void end(boolean orderly, Sink to) {
        sink = to;
        if (orderly) {
            try {
                parser.end(this);
            } catch (SseException e) {
                malformed(to, "sent an event longer than the limit");
            }
        }
        if (!over) {
            ended();
        }
        flush(to);
    }

    @Override
    public final void filler(byte[] array, int from, int to) {}

    @Override
    public final void event(SseEvent event) {
        Sink to = sink;
        if (over || to == null || event.dataIs("[DONE]")) {
            return;
        }
        try {
            read(event, Json.read(reader, event.data(), event.dataStart(), event.dataEnd()));
        } catch (JsonException e) {
            // What the end of the bytes cut off is missed by what should have followed it.
            if (event.complete()) {
                malformed(to, "sent an event that cannot be read");
            }
        }
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
}
