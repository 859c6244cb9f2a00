package dev.headgate.plugin.redaction.detect;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A pattern of the settings, in RE2's syntax, which takes linear time whatever it is.
 *
 * <p>Matches are looked for in blocks of {@value #BLOCK} characters, counted from the beginning of the text: the leftmost,
 * then the next one after it, as far as they begin in the block. So what is found at a place depends on little text around
 * it, and a stream finds what the whole text would.
 */
final class CustomPattern {
    /** How many characters of a text matches are looked for in at once. */
    static final int BLOCK = 64;

    /** The longest match of a pattern without a bound of its own, or with one above {@link Finding#LONGEST}. */
    static final int LONGEST = 64;

    private static final double CONFIDENCE = 0.9;

    private final String kind;
    private final Pattern pattern;
    private final boolean[] first;
    private final boolean bounded;
    private final int longest;

    private CustomPattern(String kind, Pattern pattern, PatternShape shape) {
        this.kind = kind;
        this.pattern = pattern;
        this.first = shape.first();
        this.bounded = shape.longest() <= Finding.LONGEST;
        this.longest = bounded ? shape.longest() : LONGEST;
    }

    /**
     * Compiles a pattern.
     *
     * @throws IllegalArgumentException when it is none, or none that texts in pieces can be looked through for
     */
    static CustomPattern of(String kind, String pattern, boolean ignoreCase) {
        try {
            Pattern compiled = Pattern.compile(pattern, ignoreCase ? Pattern.CASE_INSENSITIVE : 0);
            return new CustomPattern(kind, compiled, PatternShape.of(pattern, ignoreCase));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "not in RE2's syntax: " + e.getDescription() + " at \"" + e.getPattern() + "\"", e);
        }
    }

    /** Looks through the blocks that begin in what there is of a text. */
    void over(Scan scan) {
        long gone = scan.offset % BLOCK;
        for (int block = gone == 0 ? 0 : (int) (BLOCK - gone); block < scan.length; block += BLOCK) {
            int begin = firstFrom(scan, block, block + BLOCK);
            if (begin >= 0) {
                look(scan, block, begin);
            }
        }
    }

    /** Where the first character stands that a match may begin with, or -1. */
    private int firstFrom(Scan scan, int from, int to) {
        int end = Math.min(to, scan.length);
        for (int at = from; at < end; at++) {
            char c = scan.text.charAt(at);
            if (first[Math.min(c, 128)]) {
                return at;
            }
        }
        return -1;
    }

    private void look(Scan scan, int block, int begin) {
        int blockEnd = block + BLOCK;
        int end = Math.min(scan.length, blockEnd + longest);
        // One character before for what asks about word boundaries.
        int base = Math.max(0, begin - 1);
        Matcher matcher = pattern.matcher(scan.text.substring(base, end));
        int decidedTo = block;
        int at = begin;
        while (at < blockEnd && at <= end && matcher.find(at - base)) {
            int from = base + matcher.start();
            int to = Math.min(base + matcher.end(), from + longest);
            if (from >= blockEnd) {
                break;
            }
            if (to > from) {
                scan.found(kind, from, to, (int) (CONFIDENCE * 100));
                if (isDecided(scan, blockEnd, from)) {
                    decidedTo = to;
                }
            }
            at = Math.max(to, from + 1);
        }
        int undecided = bounded ? Math.max(decidedTo, scan.length - longest) : decidedTo;
        if (!isDecided(scan, blockEnd, blockEnd - 1)) {
            int open = firstFrom(scan, Math.max(block, undecided), blockEnd);
            if (open >= 0) {
                scan.open(open);
            }
        }
    }

    /** Whether no later text changes whether a match begins at a place, and where it ends. */
    private boolean isDecided(Scan scan, int blockEnd, int from) {
        return !scan.mayGoOn(bounded ? from + longest : blockEnd + longest);
    }
}
