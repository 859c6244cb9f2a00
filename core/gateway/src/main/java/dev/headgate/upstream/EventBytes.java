package dev.headgate.upstream;

import dev.headgate.wire.Buffers;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;

/**
 * Bytes of whole events that wait to be taken, gathered into one array. As a rule one event waits, so that the array is as
 * long as the first one is, and a stream allocates little more than it delivers.
 */
final class EventBytes {
    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int length;

    void add(byte[] array, int from, int to) {
        int more = to - from;
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
        System.arraycopy(array, from, bytes, length, more);
        length += more;
    }

    int length() {
        return length;
    }

    /** All that waits, given away; nothing waits afterwards. */
    Buffer take() {
        Buffer all = Buffers.wrap(bytes, 0, length);
        bytes = NONE;
        length = 0;
        return all;
    }
}
