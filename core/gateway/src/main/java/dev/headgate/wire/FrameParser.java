package dev.headgate.wire;

import dev.headgate.wire.FrameException.Kind;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Finds the frames of an event stream as Amazon's services send it, {@code application/vnd.amazon.eventstream}, in bytes
 * that come in pieces. A frame is told once both of its checksums have been found right. One that lies inside a piece
 * is neither copied nor held; of one that does not, no more is held than has come.
 *
 * @see <a href="https://smithy.io/2.0/aws/amazon-eventstream.html">The event stream specification</a>
 */
public final class FrameParser {
    /** The longest frame that a service may send. */
    public static final int MAX_FRAME_BYTES = 16 << 20;

    private static final int PRELUDE = 12;
    private static final int CHECKSUM = 4;

    private final int mostBytes;
    private final CRC32 crc = new CRC32();
    private final EventFrame frame = new EventFrame();
    private byte[] held = new byte[0];
    private int heldLength;

    /** Receives frames. */
    @FunctionalInterface
    public interface Sink {
        /** A frame, valid during the call only. */
        void frame(EventFrame frame);
    }

    /**
     * A parser that gives up on a frame of more than {@code mostBytes}.
     *
     * @param mostBytes at most {@link #MAX_FRAME_BYTES}
     */
    public FrameParser(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * Takes the next piece.
     *
     * @throws FrameException when what came is no frame
     */
    public void feed(byte[] b, int from, int to, Sink sink) {
        int at = from;
        while (heldLength > 0 && at < to) {
            at = complete(b, at, to, sink);
        }
        while (to - at >= PRELUDE) {
            int length = length(b, at);
            if (to - at < length) {
                break;
            }
            tell(b, at, length, sink);
            at += length;
        }
        hold(b, at, to);
    }

    /** Whether a frame has begun that has not ended. */
    public boolean pending() {
        return heldLength > 0;
    }

    /** Adds what is missing of the frame that is held, as far as it is there; tells it when it is whole. */
    private int complete(byte[] b, int from, int to, Sink sink) {
        int at = from;
        if (heldLength < PRELUDE) {
            int more = Math.min(PRELUDE - heldLength, to - at);
            hold(b, at, at + more);
            at += more;
            if (heldLength < PRELUDE) {
                return at;
            }
        }
        int length = length(held, 0);
        int more = Math.min(length - heldLength, to - at);
        hold(b, at, at + more);
        at += more;
        if (heldLength == length) {
            heldLength = 0;
            tell(held, 0, length, sink);
        }
        return at;
    }

    private void hold(byte[] b, int from, int to) {
        int length = heldLength + to - from;
        if (held.length < length) {
            held = Arrays.copyOf(held, Math.max(256, length + (length >> 1)));
        }
        System.arraycopy(b, from, held, heldLength, to - from);
        heldLength = length;
    }

    /** The length of the frame that begins here, of which the prelude is there. */
    private int length(byte[] b, int at) {
        if (checksum(b, at, PRELUDE - CHECKSUM) != number(b, at + PRELUDE - CHECKSUM)) {
            throw new FrameException(Kind.PRELUDE, "The checksum of a frame's lengths is wrong.");
        }
        long length = number(b, at) & 0xFFFF_FFFFL;
        long headers = number(b, at + 4) & 0xFFFF_FFFFL;
        if (length < PRELUDE + CHECKSUM || headers > length - PRELUDE - CHECKSUM) {
            throw new FrameException(Kind.LENGTH, "The lengths of a frame contradict each other.");
        }
        if (length > mostBytes) {
            throw new FrameException(Kind.TOO_LARGE, "A frame is longer than " + mostBytes + " bytes.");
        }
        return (int) length;
    }

    private void tell(byte[] b, int at, int length, Sink sink) {
        int end = at + length - CHECKSUM;
        if (checksum(b, at, length - CHECKSUM) != number(b, end)) {
            throw new FrameException(Kind.CHECKSUM, "The checksum of a frame is wrong.");
        }
        int headers = at + PRELUDE;
        frame.set(b, headers, headers + number(b, at + 4), end);
        sink.frame(frame);
    }

    private int checksum(byte[] b, int from, int length) {
        crc.reset();
        crc.update(b, from, length);
        return (int) crc.getValue();
    }

    private static int number(byte[] b, int at) {
        return b[at] << 24 | (b[at + 1] & 0xFF) << 16 | (b[at + 2] & 0xFF) << 8 | (b[at + 3] & 0xFF);
    }
}
