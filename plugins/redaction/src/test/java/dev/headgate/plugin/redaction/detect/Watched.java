package dev.headgate.plugin.redaction.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** A text given to a watch in pieces, and what the watch told of it. */
final class Watched implements Watch.Sink {
    /** What was told, with what was found between brackets. */
    final StringBuilder told = new StringBuilder();

    /** What a watch tells of a text cut at the given places. */
    static String cut(Detectors detectors, String text, List<Integer> cuts) {
        var sink = new Watched();
        Watch watch = detectors.watch();
        int from = 0;
        var all = new ArrayList<>(cuts);
        all.add(text.length());
        for (int to : all) {
            watch.more(text.substring(from, to), sink);
            assertThat(watch.held()).as("held back").isLessThanOrEqualTo(Detectors.MOST_HELD);
            from = to;
        }
        watch.end(sink);
        return sink.told.toString();
    }

    /** What is found in a whole text, written in the same way. */
    static String whole(Detectors detectors, String text) {
        var out = new StringBuilder();
        int at = 0;
        for (Finding f : detectors.find(text)) {
            out.append(text, at, f.start()).append(written(f.kind(), f.confidence(), f.value(text), f.isLong()));
            at = f.end();
        }
        return out.append(text, at, text.length()).toString();
    }

    @Override
    public void clear(String text) {
        told.append(text);
    }

    @Override
    public void found(String kind, double confidence, String value, boolean isLong) {
        told.append(written(kind, confidence, value, isLong));
    }

    private static String written(String kind, double confidence, String value, boolean isLong) {
        return "\u00ab" + kind + " " + confidence + " " + value + (isLong ? "\u2026" : "") + "\u00bb";
    }
}
