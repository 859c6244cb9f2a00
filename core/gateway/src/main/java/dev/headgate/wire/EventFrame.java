package dev.headgate.wire;

import java.nio.charset.StandardCharsets;

/**
 * One frame of an event stream as Amazon's services send it, while it is being told: headers with a name and a value
 * each, and a payload. It belongs to the parser and is valid only during the call.
 */
public final class EventFrame {
    /** The bytes that the value of a type takes, where that does not depend on the value. */
    private static final int[] FIXED = {0, 0, 1, 2, 4, 8, -1, -1, 8, 16};

    private static final int STRING = 7;

    private byte[] array = new byte[0];
    private int headers;
    private int payload;
    private int end;

    EventFrame() {}

    /**
     * Stands for this frame from now on.
     *
     * @param start where its headers begin
     * @param payloadStart where they end
     * @throws FrameException when they are no headers
     */
    void set(byte[] bytes, int start, int payloadStart, int payloadEnd) {
        array = bytes;
        headers = start;
        payload = payloadStart;
        end = payloadEnd;
        int at = start;
        while (at < payloadStart) {
            at = after(at);
        }
        if (at != payloadStart) {
            throw malformed();
        }
    }

    /** Just after the header that begins here, if it is one. */
    private int after(int at) {
        int value = at + 1 + (array[at] & 0xFF);
        if (value == at + 1 || value >= payload) {
            throw malformed();
        }
        int type = array[value];
        if (type < 0 || type >= FIXED.length) {
            throw malformed();
        }
        int next = value + 1;
        if (FIXED[type] >= 0) {
            next += FIXED[type];
        } else if (next + 2 > payload) {
            throw malformed();
        } else {
            next += 2 + length(next);
        }
        if (next > payload) {
            throw malformed();
        }
        return next;
    }

    private int length(int at) {
        return (array[at] & 0xFF) << 8 | (array[at + 1] & 0xFF);
    }

    private static FrameException malformed() {
        return new FrameException(FrameException.Kind.HEADERS, "The headers of a frame cannot be read.");
    }

    /** The array in which it stands; not to be changed. */
    public byte[] array() {
        return array;
    }

    public int payloadStart() {
        return payload;
    }

    public int payloadEnd() {
        return end;
    }

    /** Whether the header of this name, of ASCII characters, is this text, of ASCII characters as well. */
    public boolean headerIs(String name, String text) {
        int at = value(name);
        return at >= 0 && length(at) == text.length() && same(at + 2, text);
    }

    /** The text of the header of this name, of ASCII characters; empty when there is none, or it is no text. */
    public String header(String name) {
        int at = value(name);
        return at < 0 ? "" : new String(array, at + 2, length(at), StandardCharsets.UTF_8);
    }

    /** Where the length of the text of this header stands; negative when there is no such text. */
    private int value(String name) {
        for (int at = headers; at < payload; at = after(at)) {
            int length = array[at] & 0xFF;
            if (length == name.length() && array[at + 1 + length] == STRING && same(at + 1, name)) {
                return at + 2 + length;
            }
        }
        return -1;
    }

    private boolean same(int at, String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            if (array[at + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
