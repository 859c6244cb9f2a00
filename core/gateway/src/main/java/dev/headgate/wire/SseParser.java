package dev.headgate.wire;

import java.util.Arrays;

/**
 * An incremental parser of server-sent events that gives the same events wherever the stream is cut into chunks.
 *
 * <p>Lines end in LF, CR or CRLF, also mixed. A line that ends in CR ends there, without waiting for a LF that may
 * follow in the next chunk: such a LF then counts to whatever comes next. Only {@code data} and {@code event} mean
 * anything here; {@code id}, {@code retry} and unknown fields are carried along. A block without data is no event.
 *
 * <p>Every byte of the stream is passed to the sink exactly once and in order, so that raw bytes can be forwarded as
 * they came: an event's range goes from its first field to its blank line, comments between them included; all else –
 * comments and blank lines before the first field, blocks without data, an end without an event – is filler. A byte
 * order mark and a LF left over belong to the range that follows. A comment line is thus passed on at once.
 *
 * <p>Whole events inside one chunk are neither copied nor held; only an unfinished event is copied, once. Not
 * re-entrant: a sink must not feed the parser that calls it.
 */
public final class SseParser {
    /** The default bound of one event: 1 MiB. */
    public static final int MAX_EVENT_BYTES = 1 << 20;

    private static final int KEPT_BUFFER = 1 << 16;
    private static final byte[] EMPTY = new byte[0];

    private final int maxEventBytes;
    private final SseEvent event = new SseEvent();

    /** The beginning of the range that is not finished yet. */
    private byte[] held = EMPTY;

    private int heldLength;

    // Offsets from the beginning of the unfinished range.
    private int lineStart;
    private int nameStart;
    private int nameEnd;
    private int dataStart;
    private int dataEnd;

    private int dataLines;
    private boolean inBlock;
    private byte[] joined = EMPTY;
    private int joinedLength;

    /** For each line of data of several its beginning in the joined data, and from the beginning of the range. */
    private int[] lines = new int[8];

    private boolean atBeginning = true;
    private boolean afterReturn;

    /** Receives what the parser finds. */
    public interface Sink {
        void event(SseEvent event);

        /** Bytes that belong to no event, valid during the call only. */
        void filler(byte[] array, int from, int to);
    }

    private enum Line {
        INSIDE,
        ENDS_EVENT,
        ENDS_FILLER
    }

    public SseParser() {
        this(MAX_EVENT_BYTES);
    }

    /** A parser that gives up on an event of more than {@code maxEventBytes}. */
    public SseParser(int maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /**
     * Takes the next chunk, the bytes from {@code from} to {@code to}, which need not stay as they are afterwards.
     *
     * @throws SseException when an event grows too large
     */
    public void feed(byte[] b, int from, int to, Sink sink) {
        int p = from;
        int rangeStart = from;
        if (p < to && afterReturn) {
            afterReturn = false;
            if (b[p] == '\n') {
                p++;
                lineStart++;
            }
        }
        if (heldLength > 0) {
            p = finishHeld(b, from, p, to, sink);
            rangeStart = p;
        }
        while (p < to) {
            int end = afterLine(b, p, to);
            if (end < 0) {
                break;
            }
            if (passOn(b, rangeStart, end, sink)) {
                rangeStart = end;
            }
            p = end;
        }
        if (rangeStart < to) {
            hold(b, rangeStart, to);
        }
    }

    /** Ends the stream: what is left becomes an incomplete event, when it has data, or filler. */
    public void end(Sink sink) {
        if (heldLength > lineStart) {
            line(held, 0, heldLength);
        }
        if (dataLines > 0) {
            deliver(held, 0, heldLength, false, sink);
        } else if (heldLength > 0) {
            sink.filler(held, 0, heldLength);
        }
        heldLength = 0;
        reset();
    }

    /** Adds lines to what is held until that range is finished; returns where the chunk goes on. */
    private int finishHeld(byte[] b, int from, int next, int to, Sink sink) {
        int p = next;
        int copied = from;
        while (p < to) {
            int end = afterLine(b, p, to);
            if (end < 0) {
                break;
            }
            hold(b, copied, end);
            copied = end;
            p = end;
            if (passOn(held, 0, heldLength, sink)) {
                heldLength = 0;
                if (held.length > KEPT_BUFFER) {
                    held = EMPTY;
                }
                return p;
            }
        }
        hold(b, copied, to);
        return to;
    }

    /** Reads the line that ends at {@code end}; true when the range from {@code start} ended with it. */
    private boolean passOn(byte[] b, int start, int end, Sink sink) {
        Line kind = line(b, start, end);
        if (kind == Line.INSIDE) {
            lineStart = end - start;
            return false;
        }
        if (kind == Line.ENDS_EVENT) {
            deliver(b, start, end, true, sink);
        } else {
            sink.filler(b, start, end);
        }
        reset();
        return true;
    }

    private Line line(byte[] b, int rangeStart, int lineEnd) {
        if (lineEnd - rangeStart > maxEventBytes) {
            throw tooLarge();
        }
        int start = rangeStart + lineStart;
        int end = lineEnd;
        while (end > start && (b[end - 1] == '\n' || b[end - 1] == '\r')) {
            end--;
        }
        if (atBeginning) {
            atBeginning = false;
            boolean mark = end - start >= 3
                    && b[start] == (byte) 0xEF
                    && b[start + 1] == (byte) 0xBB
                    && b[start + 2] == (byte) 0xBF;
            start += mark ? 3 : 0;
        }
        if (start == end) {
            return dataLines > 0 ? Line.ENDS_EVENT : Line.ENDS_FILLER;
        }
        if (b[start] == ':') {
            return inBlock ? Line.INSIDE : Line.ENDS_FILLER;
        }
        inBlock = true;
        field(b, rangeStart, start, end);
        return Line.INSIDE;
    }

    private void field(byte[] b, int rangeStart, int start, int end) {
        if (fieldIs(b, start, end, "data")) {
            data(b, rangeStart, valueStart(b, start + 4, end), end);
        } else if (fieldIs(b, start, end, "event")) {
            nameStart = valueStart(b, start + 5, end) - rangeStart;
            nameEnd = end - rangeStart;
        }
    }

    private static boolean fieldIs(byte[] b, int start, int end, String name) {
        int length = name.length();
        if (end - start < length || (end - start > length && b[start + length] != ':')) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (b[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int valueStart(byte[] b, int colon, int end) {
        int value = Math.min(colon + 1, end);
        return value < end && b[value] == ' ' ? value + 1 : value;
    }

    private void data(byte[] b, int rangeStart, int start, int end) {
        if (dataLines == 0) {
            dataStart = start - rangeStart;
            dataEnd = end - rangeStart;
        } else {
            if (dataLines == 1) {
                joinedLength = 0;
                beganLine(0, dataStart);
                join(b, rangeStart + dataStart, rangeStart + dataEnd);
            }
            joined = room(joined, joinedLength + 1);
            joined[joinedLength++] = '\n';
            beganLine(dataLines, start - rangeStart);
            join(b, start, end);
        }
        dataLines++;
    }

    private void beganLine(int line, int start) {
        if (2 * line == lines.length) {
            lines = Arrays.copyOf(lines, lines.length * 2);
        }
        lines[2 * line] = joinedLength;
        lines[2 * line + 1] = start;
    }

    private void join(byte[] b, int start, int end) {
        joined = room(joined, joinedLength + end - start);
        System.arraycopy(b, start, joined, joinedLength, end - start);
        joinedLength += end - start;
    }

    private void deliver(byte[] b, int start, int end, boolean complete, Sink sink) {
        event.raw(b, start, end, complete);
        event.name(start + nameStart, start + nameEnd);
        if (dataLines == 1) {
            event.data(b, start + dataStart, start + dataEnd);
            event.lines(lines, 0);
        } else {
            event.data(joined, 0, joinedLength);
            event.lines(lines, dataLines);
        }
        sink.event(event);
    }

    private void reset() {
        lineStart = 0;
        nameStart = 0;
        nameEnd = 0;
        dataLines = 0;
        inBlock = false;
        if (joined.length > KEPT_BUFFER) {
            joined = EMPTY;
        }
        if (lines.length > KEPT_BUFFER) {
            lines = new int[8];
        }
    }

    private void hold(byte[] b, int from, int to) {
        int length = heldLength + to - from;
        if (length > maxEventBytes) {
            throw tooLarge();
        }
        held = room(held, length);
        System.arraycopy(b, from, held, heldLength, to - from);
        heldLength = length;
    }

    private static byte[] room(byte[] buffer, int length) {
        return buffer.length >= length ? buffer : Arrays.copyOf(buffer, Math.max(256, length + (length >> 1)));
    }

    /** Just after the line end that ends the line at {@code at}, or -1 when none is in the chunk. */
    private int afterLine(byte[] b, int at, int to) {
        int p = lineEnd(b, at, to);
        if (p == to) {
            return -1;
        }
        if (b[p] == '\r') {
            if (p + 1 == to) {
                afterReturn = true;
            } else if (b[p + 1] == '\n') {
                return p + 2;
            }
        }
        return p + 1;
    }

    private static int lineEnd(byte[] b, int at, int to) {
        int p = Swar.afterText(b, at, to);
        while (p < to && b[p] != '\n' && b[p] != '\r') {
            p = Swar.afterText(b, p + 1, to);
        }
        return p;
    }

    private SseException tooLarge() {
        return new SseException(SseException.Kind.TOO_LARGE, "an event of more than " + maxEventBytes + " bytes");
    }
}
