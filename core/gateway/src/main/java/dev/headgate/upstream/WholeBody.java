package dev.headgate.upstream;

import dev.headgate.api.Body;
import java.util.Arrays;

/** A whole answer as it comes in, up to a bound. Confined to its event loop. */
final class WholeBody {
    private final long max;
    private byte[] bytes = new byte[0];
    private int length;

    /**
     * @param max the longest body in bytes
     */
    WholeBody(long max) {
        this.max = max;
    }

    /** Takes more of the body; false when that makes it too long. */
    boolean add(byte[] array, int from, int to) {
        int more = to - from;
        if (length + (long) more > max) {
            bytes = new byte[0];
            length = 0;
            return false;
        }
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
        System.arraycopy(array, from, bytes, length, more);
        length += more;
        return true;
    }

    Body body() {
        return Body.wrap(length == bytes.length ? bytes : Arrays.copyOf(bytes, length));
    }
}
