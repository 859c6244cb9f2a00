package dev.headgate.wire;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** A sink that writes down what it gets. */
final class SseLog implements SseParser.Sink {
    final List<Seen> events = new ArrayList<>();
    final List<String> fillers = new ArrayList<>();
    final ByteArrayOutputStream raw = new ByteArrayOutputStream();

    record Seen(String name, String data, boolean complete) {}

    @Override
    public void event(SseEvent event) {
        events.add(new Seen(event.name(), event.dataText(), event.complete()));
        raw.write(event.raw(), event.rawStart(), event.rawEnd() - event.rawStart());
    }

    @Override
    public void filler(byte[] array, int from, int to) {
        fillers.add(new String(array, from, to - from, java.nio.charset.StandardCharsets.UTF_8));
        raw.write(array, from, to - from);
    }

    /** The stream in chunks that end at these places and at its end, each in an array of its own that is wiped after. */
    static SseLog of(byte[] stream, int... cuts) {
        SseParser parser = new SseParser();
        SseLog log = new SseLog();
        int from = 0;
        for (int i = 0; i <= cuts.length; i++) {
            int to = i < cuts.length ? cuts[i] : stream.length;
            byte[] chunk = java.util.Arrays.copyOfRange(stream, from, to);
            parser.feed(chunk, 0, chunk.length, log);
            java.util.Arrays.fill(chunk, (byte) '#');
            from = to;
        }
        parser.end(log);
        return log;
    }

    /** The stream in chunks of this many bytes. */
    static SseLog chunked(byte[] stream, int size) {
        int[] cuts = new int[Math.max(0, (stream.length - 1) / size)];
        for (int i = 0; i < cuts.length; i++) {
            cuts[i] = (i + 1) * size;
        }
        return of(stream, cuts);
    }
}
