package dev.headgate.dialect;

import dev.headgate.api.Usage;
import dev.headgate.wire.EventFrame;
import dev.headgate.wire.Json;
import dev.headgate.wire.JsonWriter;
import java.util.Arrays;
import java.util.Base64;

/**
 * Unwraps the events of another format from the frames in which Bedrock's {@code InvokeModelWithResponseStream} sends
 * them, {@code {"bytes":BASE64}}, and has them read by that format's own stage as server-sent events.
 */
public final class ChunkFrames extends FrameStage {
    private final StreamStage format;
    private final JsonWriter out;

    /**
     * @param format reads what was wrapped
     */
    public ChunkFrames(StreamStage format) {
        this(format, new JsonWriter(1024));
    }

    private ChunkFrames(StreamStage format, JsonWriter out) {
        super(out);
        this.format = format;
        this.out = out;
    }

    @Override
    public Usage usage() {
        return format.usage();
    }

    @Override
    protected void read(EventFrame event, Json json) {
        Json wrapped = json.get("bytes");
        if (!wrapped.isString()) {
            return;
        }
        byte[] text;
        try {
            text = decode(wrapped);
        } catch (IllegalArgumentException e) {
            malformed("sent an event that cannot be read");
            return;
        }
        for (int i = 0; i < text.length; i++) {
            if (text[i] == '\n' || text[i] == '\r') {
                text[i] = ' '; // in JSON it stands between values only
            }
        }
        out.ascii("data: ").bytes(text, 0, text.length).ascii("\n\n");
    }

    /** Its slashes may have been escaped, as JSON allows. */
    private static byte[] decode(Json base64) {
        byte[] b = base64.bytes();
        int from = base64.start() + 1;
        int to = base64.end() - 1;
        for (int i = from; i < to; i++) {
            if (b[i] == '\\') {
                return Base64.getDecoder().decode(base64.text());
            }
        }
        return Base64.getDecoder().decode(Arrays.copyOfRange(b, from, to));
    }

    @Override
    protected void pass(byte[] array, int length, Sink to) {
        format.bytes(array, 0, length, to);
    }

    @Override
    public void end(boolean orderly, Sink to) {
        super.end(orderly, to);
        if (!isOver()) {
            format.end(orderly, to);
        }
    }
}
