package dev.headgate.dialect.openai;

import dev.headgate.dialect.EventRewriter.Sink;
import dev.headgate.wire.JsonLimits;
import dev.headgate.wire.JsonNames;
import dev.headgate.wire.JsonReader;
import dev.headgate.wire.JsonReader.Token;
import dev.headgate.wire.JsonString;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes an event that bears one text and otherwise says what another event of its stream says. */
final class ChunkWriter {
    private static final JsonNames ENVELOPE = new JsonNames(
            List.of("id", "object", "created", "model", "system_fingerprint", "service_tier", "provider"));

    private ChunkWriter() {}

    /**
     * @param like from {@code from} to {@code to} the data of an event that can be read
     */
    static void write(byte[] like, int from, int to, LaneKey lane, String text, Sink out) {
        var event = new ByteArrayOutputStream(256 + text.length());
        ascii(event, "data: {");
        envelope(like, from, to, event);
        ascii(event, "\"choices\":[{\"index\":" + lane.choice() + ",");
        ascii(event, lane.shape().before(lane.part()));
        event.writeBytes(JsonString.quote(text));
        ascii(event, lane.shape().after());
        ascii(event, ",\"finish_reason\":null}]}\n\n");
        byte[] bytes = event.toByteArray();
        out.add(bytes, 0, bytes.length);
    }

    private static void envelope(byte[] like, int from, int to, ByteArrayOutputStream event) {
        var in = new JsonReader(like, from, to, JsonLimits.WIDE);
        if (in.next() != Token.START_OBJECT) {
            return;
        }
        while (in.next() == Token.NAME) {
            if (ENVELOPE.indexOf(in) < 0) {
                in.skip();
                continue;
            }
            event.write(like, in.start(), in.end() - in.start());
            event.write(':');
            int start = in.next() == Token.END ? in.end() : in.start();
            in.skip();
            event.write(like, start, in.end() - start);
            event.write(',');
        }
    }

    private static void ascii(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
