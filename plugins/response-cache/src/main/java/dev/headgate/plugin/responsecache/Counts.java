package dev.headgate.plugin.responsecache;

import dev.headgate.api.FilterContext;
import dev.headgate.api.Tally;

/** What the cache tells on the metrics. */
final class Counts {
    private static final long IN_A_NANODOLLAR = 1000;

    private final Tally answers;
    private final Tally saved;
    private final Tally bytes;
    private final Tally entries;

    Counts(FilterContext context) {
        answers = context.tally("answers", "Answers, by how they came about.", "result");
        saved = context.tally(
                "saved_nanodollars",
                "What the answers that were given again would have cost by list price, in thousand-millionths of a US"
                        + " dollar.");
        bytes = context.level("bytes", "The memory that kept answers take, in bytes.");
        entries = context.level("entries", "Answers that are kept.");
    }

    void answered(ResponseCache.Mark mark) {
        answers.add(1, mark.word());
    }

    void saved(Entry entry) {
        saved.add(entry.cost() / IN_A_NANODOLLAR);
    }

    Tally bytes() {
        return bytes;
    }

    Tally entries() {
        return entries;
    }
}
