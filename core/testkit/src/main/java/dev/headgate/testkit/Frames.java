package dev.headgate.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/** Frames of an event stream as Amazon's services send them, with their checksums. */
public final class Frames {
    private Frames() {}

    /** A frame with these headers, all of them text. */
    public static byte[] frame(Map<String, String> headers, byte[] payload) {
        var head = new ByteArrayOutputStream();
        headers.forEach((name, value) -> {
            byte[] n = name.getBytes(StandardCharsets.UTF_8);
            byte[] v = value.getBytes(StandardCharsets.UTF_8);
            head.write(n.length);
            head.writeBytes(n);
            head.write(7);
            head.write(v.length >> 8);
            head.write(v.length);
            head.writeBytes(v);
        });
        return framed(head.toByteArray(), payload);
    }

    /** A frame with these bytes for headers, whatever they are. */
    public static byte[] framed(byte[] headers, byte[] payload) {
        int length = 16 + headers.length + payload.length;
        ByteBuffer out = ByteBuffer.allocate(length);
        out.putInt(length).putInt(headers.length);
        out.putInt(crc(out.array(), 8)).put(headers).put(payload);
        return out.putInt(crc(out.array(), length - 4)).array();
    }

    /** The checksum of the first bytes. */
    public static int crc(byte[] bytes, int length) {
        var crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /** An event of this type. */
    public static byte[] event(String type, String json) {
        return message("event", ":event-type", type, json);
    }

    /** An exception of this type. */
    public static byte[] exception(String type, String json) {
        return message("exception", ":exception-type", type, json);
    }

    private static byte[] message(String message, String header, String type, String json) {
        var headers = new LinkedHashMap<String, String>();
        headers.put(header, type);
        headers.put(":content-type", "application/json");
        headers.put(":message-type", message);
        return frame(headers, json.getBytes(StandardCharsets.UTF_8));
    }

    /** These, one after the other. */
    public static byte[] all(byte[]... frames) {
        var out = new ByteArrayOutputStream();
        for (byte[] f : frames) {
            out.writeBytes(f);
        }
        return out.toByteArray();
    }
}
