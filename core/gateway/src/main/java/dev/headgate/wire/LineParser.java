package dev.headgate.wire;

import java.util.Arrays;

/**
 * Finds lines in a stream that comes in pieces. Whole lines inside one piece are neither copied nor held. A line ends with
 * LF; a CR before it is no part of it. Lines with nothing but white space are passed over.
 */
public final class LineParser {
    private final int mostBytes;
    private byte[] held = new byte[0];
    private int heldLength;

    /** Receives lines. */
    public interface Sink {
        /** A line without its end, valid during the call only. */
        void line(byte[] array, int from, int to);
    }

    /** A parser that gives up on a line of more than {@code mostBytes}. */
    public LineParser(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * Takes the next piece.
     *
     * @return false when a line has grown too long
     */
    public boolean feed(byte[] b, int from, int to, Sink sink) {
        int start = from;
        for (int i = from; i < to; i++) {
            if (b[i] != '\n') {
                continue;
            }
            if (heldLength > 0) {
                if (!hold(b, start, i)) {
                    return false;
                }
                int length = heldLength;
                heldLength = 0;
                tell(held, 0, length, sink);
            } else {
                tell(b, start, i, sink);
            }
            start = i + 1;
        }
        return hold(b, start, to);
    }

    /** Ends the stream: what is left is a line. */
    public void end(Sink sink) {
        int length = heldLength;
        heldLength = 0;
        tell(held, 0, length, sink);
    }

    private static void tell(byte[] b, int from, int to, Sink sink) {
        int start = from;
        int end = to;
        while (start < end && b[start] <= ' ' && b[start] >= 0) {
            start++;
        }
        while (end > start && b[end - 1] <= ' ' && b[end - 1] >= 0) {
            end--;
        }
        if (start < end) {
            sink.line(b, start, end);
        }
    }

    private boolean hold(byte[] b, int from, int to) {
        int length = heldLength + to - from;
        if (length > mostBytes) {
            return false;
        }
        if (held.length < length) {
            held = Arrays.copyOf(held, Math.max(256, length + (length >> 1)));
        }
        System.arraycopy(b, from, held, heldLength, to - from);
        heldLength = length;
        return true;
    }
}
