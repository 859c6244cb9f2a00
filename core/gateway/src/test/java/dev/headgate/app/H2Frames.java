package dev.headgate.app;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Frames of HTTP/2 (RFC 9113 §4.1) as bytes. */
final class H2Frames {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;

    private H2Frames() {}

    static byte[] frame(int type, int flags, int stream, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .put((byte) (payload.length >> 16))
                .putShort((short) payload.length)
                .put((byte) type)
                .put((byte) flags)
                .putInt(stream)
                .put(payload)
                .array();
    }

    static byte[] number(int n) {
        return ByteBuffer.allocate(4).putInt(n).array();
    }

    /** The payload of a GOAWAY that promises an answer to streams up to this one. */
    static byte[] goAway(int last) {
        return frame(GOAWAY, 0, 0, ByteBuffer.allocate(8).putInt(last).putInt(0).array());
    }

    /** The head of a stream of events, with status 200. */
    static byte[] head() {
        var block = new ByteArrayOutputStream();
        block.write(0x88); // RFC 7541, appendix A: ":status: 200"
        block.write(0);
        for (String text : List.of("content-type", "text/event-stream")) {
            block.write(text.length());
            block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        }
        return frame(HEADERS, END_HEADERS, 1, block.toByteArray());
    }

    /** A whole answer on stream 1, a frame for each piece of the body. */
    static byte[] answer(byte[] body, List<Integer> ends) {
        var wire = new ByteArrayOutputStream();
        wire.writeBytes(head());
        int from = 0;
        for (int end : ends) {
            wire.writeBytes(frame(DATA, 0, 1, Arrays.copyOfRange(body, from, end)));
            from = end;
        }
        wire.writeBytes(frame(DATA, END_STREAM, 1));
        return wire.toByteArray();
    }

    /** How long the payload of the frame is that begins there. */
    static int length(byte[] wire, int at) {
        return (wire[at] & 0xff) << 16 | (wire[at + 1] & 0xff) << 8 | (wire[at + 2] & 0xff);
    }

    /** The same frames on another stream; the last one may be cut off. */
    static byte[] on(int stream, byte[] wire) {
        byte[] moved = wire.clone();
        for (int at = 0; at + 9 <= moved.length; at += 9 + length(moved, at)) {
            System.arraycopy(number(stream), 0, moved, at + 5, 4);
        }
        return moved;
    }
}
