package dev.headgate.dialect;

import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * A stage for formats that stream JSON documents, whatever stands around each. Chunks are written to what it is made
 * with and handed on after each piece of bytes; nothing counts after an end, a failure or a breach of the format.
 */
public abstract class ChunkStage implements StreamStage {
    private static final byte[] NONE = {};

    private final JsonReader reader = new JsonReader(NONE, 0, 0, JsonLimits.WIDE);
    private final JsonWriter out;
    private boolean over;
    private @Nullable Sink sink;

    /**
     * @param out where chunks are written; what stands there is handed on and cleared
     */
    protected ChunkStage(JsonWriter out) {
        this.out = out;
    }

    /** The next bytes as they came. */
    protected abstract void take(byte[] array, int from, int until);

    /** No more bytes will come; {@code orderly} as in {@link StreamStage#end}. */
    protected abstract void finish(boolean orderly);

    @Override
    public final void bytes(byte[] array, int from, int until, Sink to) {
        sink = to;
        take(array, from, until);
        flush(to);
    }

    @Override
    public void end(boolean orderly, Sink to) {
        sink = to;
        finish(orderly);
        flush(to);
    }

    /**
     * The document in these bytes, to be looked at only until the next one is read.
     *
     * @throws JsonException when it is none
     */
    protected final Json json(byte[] array, int from, int to) {
        return Json.read(reader, array, from, to);
    }

    /** The answer has ended, and nothing after it counts. */
    protected final void over() {
        over = true;
    }

    protected final boolean isOver() {
        return over;
    }

    /** The stream says that it has failed, and nothing after it counts. */
    protected final void fail(UpstreamError error) {
        Sink to = sink;
        if (!over && to != null) {
            over = true;
            flush(to);
            to.failed(error);
        }
    }

    /** What came is no stream of this format, and nothing after it counts. */
    protected final void malformed(String what) {
        Sink to = sink;
        if (!over && to != null) {
            over = true;
            flush(to);
            to.malformed(what);
        }
    }

    private void flush(Sink to) {
        if (out.length() > 0) {
            pass(out.array(), out.length(), to);
            out.clear();
        }
    }

    /** Hands on what has been written. */
    protected void pass(byte[] array, int length, Sink to) {
        to.events(array, 0, length);
    }
}
