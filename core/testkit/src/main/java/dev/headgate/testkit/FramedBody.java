package dev.headgate.testkit;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/**
 * The content of one message, freed from its framing. Reading past its end gives -1 and leaves the next message's bytes
 * alone; an end before that is an {@link EOFException}.
 */
final class FramedBody extends InputStream {
    private enum Framing {
        LENGTH,
        CHUNKED,
        CLOSE
    }

    private final InputStream in;
    private final Framing framing;
    private long left;
    private boolean firstChunk = true;
    private boolean done;

    private FramedBody(InputStream in, Framing framing, long left) {
        this.in = in;
        this.framing = framing;
        this.left = left;
        this.done = framing == Framing.LENGTH && left == 0;
    }

    /** The content that follows these fields; without any framing a request has none and an answer lasts to the close. */
    static FramedBody of(InputStream in, Fields fields, boolean answer) {
        if (fields.lists("transfer-encoding", "chunked")) {
            return new FramedBody(in, Framing.CHUNKED, 0);
        }
        return fields.first("content-length")
                .map(n -> new FramedBody(in, Framing.LENGTH, Long.parseLong(n)))
                .orElseGet(() -> new FramedBody(in, answer ? Framing.CLOSE : Framing.LENGTH, 0));
    }

    static FramedBody none(InputStream in) {
        return new FramedBody(in, Framing.LENGTH, 0);
    }

    /** Whether only the end of the connection ends this content. */
    boolean lastsToTheClose() {
        return framing == Framing.CLOSE;
    }

    @Override
    public int read() throws IOException {
        if (done || (framing == Framing.CHUNKED && left == 0 && !nextChunk())) {
            return -1;
        }
        int b = in.read();
        if (b < 0) {
            done = true;
            if (framing == Framing.CLOSE) {
                return -1;
            }
            throw new EOFException("content ended " + left + " bytes early");
        }
        left--;
        if (framing == Framing.LENGTH && left == 0) {
            done = true;
        }
        return b;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        // Byte by byte, so that an early end loses nothing that was read before it.
        int b = length == 0 ? -1 : read();
        if (b < 0) {
            return length == 0 ? 0 : -1;
        }
        target[offset] = (byte) b;
        return 1;
    }

    private boolean nextChunk() throws IOException {
        if (!firstChunk && !Wire.line(in).isEmpty()) {
            throw new ProtocolException("chunk longer than its size");
        }
        firstChunk = false;
        String size = Wire.line(in);
        int extension = size.indexOf(';');
        try {
            left = Long.parseLong(
                    extension < 0 ? size : size.substring(0, extension).strip(), 16);
        } catch (NumberFormatException e) {
            throw (ProtocolException) new ProtocolException("not a chunk size: " + size).initCause(e);
        }
        if (left == 0) {
            Wire.fields(in);
            done = true;
        }
        return !done;
    }
}
