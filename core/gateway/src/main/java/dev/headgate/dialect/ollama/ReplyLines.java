package dev.headgate.dialect.ollama;

import dev.headgate.api.Usage;
import dev.headgate.dialect.Asked;
import dev.headgate.dialect.StreamStage;
import dev.headgate.hub.ChatChunks;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonException;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonWriter;
import dev.headgate.wire.LineParser;
import org.jspecify.annotations.Nullable;

/** Makes chat chunks of a streamed answer, a JSON object a line, of which the last says that it is. */
final class ReplyLines implements StreamStage, LineParser.Sink {
    private static final byte[] NONE = {};
    private static final int MOST_BYTES = 16 << 20;

    private final LineParser parser = new LineParser(MOST_BYTES);
    private final JsonReader reader = new JsonReader(NONE, 0, 0, Answers.LIMITS);
    private final JsonWriter out = new JsonWriter(1024);
    private final Reply reply;
    private boolean cut;
    private boolean over;
    private @Nullable Sink sink;

    ReplyLines(Asked asked, boolean legacy) {
        this.reply = new Reply(new ChatChunks(out, asked.now(), asked.usageWanted(), legacy), asked);
    }

    @Override
    public boolean sniffed() {
        return false;
    }

    @Override
    public Usage usage() {
        return reply.usage();
    }

    @Override
    public void bytes(byte[] array, int from, int until, Sink to) {
        sink = to;
        if (!over && !parser.feed(array, from, until, this)) {
            malformed(to, "sent a line longer than the limit");
        }
        flush(to);
    }

    @Override
    public void end(boolean orderly, Sink to) {
        sink = to;
        if (orderly && !over) {
            cut = true;
            parser.end(this);
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
    public void line(byte[] array, int from, int to) {
        Sink told = sink;
        if (over || told == null) {
            return;
        }
        try {
            Json line = Json.read(reader, array, from, to);
            if (line.get("error").given()) {
                over = true;
                flush(told);
                told.failed(ErrorReader.read(200, line));
            } else if (reply.read(line)) {
                over = true;
                reply.end(line).ifPresent(e -> {
                    flush(told);
                    told.failed(e);
                });
            }
        } catch (JsonException e) {
            // What the end of the bytes cut off is missed by the last line that should have followed it.
            if (!cut) {
                malformed(told, "sent a line that cannot be read");
            }
        }
    }
}
