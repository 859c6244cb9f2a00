package dev.headgate.plugin.redaction.detect;

/** A token that its issuer marks in its middle or at its end: a run of characters, and after it a {@link Shape}. */
final class Marked {
    private final Chars.Set before;
    private final int least;
    private final int most;
    private final Shape mark;
    /** Whether it has to be a word of its own, as hosts do not. */
    private final boolean alone;

    private Marked(Chars.Set before, int least, int most, Shape mark, boolean alone) {
        this.before = before;
        this.least = least;
        this.most = most;
        this.mark = mark;
        this.alone = alone;
    }

    /**
     * Of a form that begins with a class and its counts.
     *
     * @param alone whether no letter or digit may stand before it
     */
    static Marked of(String pattern, boolean alone) {
        int close = pattern.indexOf(']');
        int end = pattern.indexOf('}', close);
        String[] counts = pattern.substring(close + 2, end).split(",", -1);
        int most = Integer.parseInt(counts[counts.length - 1]);
        Shape mark = Shape.of(pattern.substring(end + 1));
        if (most + mark.prefix().length() > Scan.WORD) {
            throw new IllegalArgumentException(pattern + ": begins too far before the end of its mark");
        }
        return new Marked(Chars.set(pattern.substring(1, close)), Integer.parseInt(counts[0]), most, mark, alone);
    }

    /** What it is looked for by. */
    String literal() {
        return mark.prefix();
    }

    /** Looks for one whose mark is at a place and tells the scan of it. */
    void at(Scan scan, Kind kind, int markStart, int confidence) {
        if (!scan.wants(confidence)) {
            return;
        }
        int start = markStart;
        while (markStart - start <= most && start > 0 && before.has(scan.text.charAt(start - 1))) {
            start--;
        }
        int length = markStart - start;
        if (length < least || length > most || (alone && Chars.isAlnum(scan.at(start - 1)))) {
            return;
        }
        mark.at(scan, kind, start, markStart, confidence);
    }
}
