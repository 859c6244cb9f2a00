package dev.headgate.dialect;

import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonWriter;
import dev.headgate.wire.LineParser;

/** A stage for formats that stream JSON documents, one a line. */
public abstract class LineStage extends ChunkStage implements LineParser.Sink {
    private final LineParser parser;
    private boolean cut;

    /**
     * @param out where chunks are written; what stands there is handed on and cleared
     * @param mostLineBytes the longest line
     */
    protected LineStage(JsonWriter out, int mostLineBytes) {
        super(out);
        this.parser = new LineParser(mostLineBytes);
    }

    /** The next line; what it holds is valid only during the call. */
    protected abstract void read(Json line);

    @Override
    public final boolean sniffed() {
        return false;
    }

    @Override
    protected final void take(byte[] array, int from, int until) {
        if (!isOver() && !parser.feed(array, from, until, this)) {
            malformed("sent a line longer than the limit");
        }
    }

    @Override
    protected final void finish(boolean orderly) {
        if (orderly && !isOver()) {
            cut = true;
            parser.end(this);
        }
    }

    @Override
    public final void line(byte[] array, int from, int to) {
        if (isOver()) {
            return;
        }
        try {
            read(json(array, from, to));
        } catch (JsonException e) {
            // What the end of the bytes cut off is missed by the last line that should have followed it.
            if (!cut) {
                malformed("sent a line that cannot be read");
            }
        }
    }
}
