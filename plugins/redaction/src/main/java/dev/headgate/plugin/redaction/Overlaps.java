package dev.headgate.plugin.redaction;

import dev.headgate.plugin.redaction.detect.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Findings from two sources in one text. */
final class Overlaps {
    private static final Comparator<Finding> ORDER = Comparator.comparingInt(Finding::start)
            .thenComparing(Comparator.comparingInt(Finding::end).reversed());

    private Overlaps() {}

    /**
     * Those of the first source, and what those of the second cover beyond them; in order, and without overlaps.
     *
     * @param first in order, without overlaps
     * @param second in any order, overlaps and all
     */
    static List<Finding> join(List<Finding> first, List<Finding> second) {
        if (second.isEmpty()) {
            return first;
        }
        List<Finding> joined = new ArrayList<>(first);
        int free = 0;
        int at = 0;
        for (Finding f : second.stream().sorted(ORDER).toList()) {
            int start = Math.max(f.start(), free);
            while (at < first.size() && first.get(at).end() <= start) {
                at++;
            }
            for (int i = at; i < first.size() && first.get(i).start() < f.end(); i++) {
                add(joined, f, start, first.get(i).start());
                start = Math.max(start, first.get(i).end());
            }
            add(joined, f, start, f.end());
            free = Math.max(free, f.end());
        }
        joined.sort(ORDER);
        return joined;
    }

    private static void add(List<Finding> to, Finding f, int start, int end) {
        if (start < end) {
            to.add(new Finding(f.kind(), start, end, f.confidence()));
        }
    }
}
