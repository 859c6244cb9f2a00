package dev.headgate.wire;

import java.nio.charset.StandardCharsets;

/**
 * One server-sent event, valid only during the call it is passed to: the parser uses the same object and the same
 * arrays for the next one. The bytes are not copied unless the data has several lines or the event came in pieces.
 */
public final class SseEvent {
    private static final byte[] NONE = new byte[0];
    private static final int[] NO_LINES = {};

    private byte[] raw = NONE;
    private int rawStart;
    private int rawEnd;
    private int nameStart;
    private int nameEnd;
    private byte[] data = NONE;
    private int dataStart;
    private int dataEnd;
    private boolean complete;
    private int[] lines = NO_LINES;
    private int lineCount;

    SseEvent() {}

    void raw(byte[] array, int start, int end, boolean blankLineSeen) {
        this.raw = array;
        this.rawStart = start;
        this.rawEnd = end;
        this.complete = blankLineSeen;
    }

    void name(int start, int end) {
        this.nameStart = start;
        this.nameEnd = end;
    }

    void data(byte[] array, int start, int end) {
        this.data = array;
        this.dataStart = start;
        this.dataEnd = end;
    }

    /**
     * @param table for each line of data where it begins in the data, and where in the raw event; empty for a single one
     */
    void lines(int[] table, int count) {
        this.lines = table;
        this.lineCount = count;
    }

    /** The event's name, empty when it has none. */
    public String name() {
        return nameEnd == nameStart ? "" : new String(raw, nameStart, nameEnd - nameStart, StandardCharsets.UTF_8);
    }

    /** Whether the event's name is this ASCII text, without making a string of it. */
    public boolean named(String ascii) {
        return same(raw, nameStart, nameEnd, ascii);
    }

    /** The array in which the data stands from {@link #dataStart} to {@link #dataEnd}; read only. */
    public byte[] data() {
        return data;
    }

    public int dataStart() {
        return dataStart;
    }

    public int dataEnd() {
        return dataEnd;
    }

    /** Where in the raw event stands what is at this offset of the data, no line feed between two lines. */
    public int rawOffset(int dataOffset) {
        if (lineCount == 0) {
            return dataOffset;
        }
        int line = lineCount - 1;
        while (lines[2 * line] > dataOffset) {
            line--;
        }
        return rawStart + lines[2 * line + 1] + dataOffset - lines[2 * line];
    }

    /** The data as UTF-8 text, its lines joined by line feeds. */
    public String dataText() {
        return new String(data, dataStart, dataEnd - dataStart, StandardCharsets.UTF_8);
    }

    /** Whether the data is this ASCII text, without making a string of it. */
    public boolean dataIs(String ascii) {
        return same(data, dataStart, dataEnd, ascii);
    }

    /** The array in which the event stands as it came, from {@link #rawStart} to {@link #rawEnd}; read only. */
    public byte[] raw() {
        return raw;
    }

    public int rawStart() {
        return rawStart;
    }

    /** Just after the line end of the blank line that ended the event. */
    public int rawEnd() {
        return rawEnd;
    }

    /** False for a last event that the stream's end cut off before its blank line; its data may be cut as well. */
    public boolean complete() {
        return complete;
    }

    private static boolean same(byte[] bytes, int start, int end, String ascii) {
        if (end - start != ascii.length()) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (bytes[i] != ascii.charAt(i - start)) {
                return false;
            }
        }
        return true;
    }
}
