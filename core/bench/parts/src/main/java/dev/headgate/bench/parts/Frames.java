package dev.headgate.bench.parts;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/** Writes events in the frames of Amazon's services. */
final class Frames {
    private Frames() {}

    static byte[] frame(String type, String json) {
        var headers = new ByteArrayOutputStream();
        String[][] all = {{":event-type", type}, {":content-type", "application/json"}, {":message-type", "event"}};
        for (String[] h : all) {
            headers.write(h[0].length());
            headers.writeBytes(Texts.bytes(h[0]));
            headers.write(7);
            headers.write(0);
            headers.write(h[1].length());
            headers.writeBytes(Texts.bytes(h[1]));
        }
        byte[] payload = Texts.bytes(json);
        ByteBuffer out = ByteBuffer.allocate(16 + headers.size() + payload.length);
        out.putInt(out.capacity()).putInt(headers.size()).putInt(checksum(out.array(), 8));
        out.put(headers.toByteArray()).put(payload);
        return out.putInt(checksum(out.array(), out.position())).array();
    }

    private static int checksum(byte[] bytes, int length) {
        var crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
