package dev.headgate.plugin.redaction.detect;

/**
 * The groups of digits that begin at a place: what is between them is one character that writers of numbers use, and how
 * far is looked does not depend on what stands before.
 */
final class Digits {
    /** The longest number with its separators. */
    static final int REACH = 28;

    private static final int MOST_GROUPS = 8;

    private final Scan scan;
    private final String text;
    private int start;
    private int count;
    private final byte[] values = new byte[REACH];
    private int groups;
    /** After how many digits each group ends, and where in the text. */
    private final int[] digitsTo = new int[MOST_GROUPS];

    private final int[] endsAt = new int[MOST_GROUPS];
    private boolean reachedEnd;

    Digits(Scan scan) {
        this.scan = scan;
        this.text = scan.text;
    }

    /** Reads the groups at another place. */
    Digits at(int place) {
        start = place;
        count = 0;
        groups = 0;
        read(Math.min(scan.length, start + REACH));
        if (reachedEnd && scan.mayGoOn(scan.length)) {
            scan.open(start - 3);
        }
        return this;
    }

    private void read(int to) {
        int at = start;
        while (groups < MOST_GROUPS) {
            while (at < to && Chars.isDigit(text.charAt(at))) {
                values[count++] = (byte) (text.charAt(at++) - '0');
            }
            digitsTo[groups] = count;
            endsAt[groups++] = at;
            if (at >= to || !isSeparator(text.charAt(at)) || (at + 1 < to && !Chars.isDigit(text.charAt(at + 1)))) {
                break;
            }
            at++;
            if (at >= to) {
                break;
            }
        }
        reachedEnd = at + 1 >= text.length();
    }

    static boolean isSeparator(char c) {
        return c == ' ' || c == '-' || c == '.' || c == '/' || c == '\u00a0' || c == '\u2011';
    }

    int start() {
        return start;
    }

    /** How many digits there are in all groups. */
    int count() {
        return count;
    }

    int groups() {
        return groups;
    }

    /** How many digits the first groups have together. */
    int digitsTo(int groups) {
        return groups == 0 ? 0 : digitsTo[groups - 1];
    }

    /** How many digits a group has. */
    int group(int index) {
        return digitsTo(index + 1) - digitsTo(index);
    }

    /** Where the first groups end in the text. */
    int endsAt(int groups) {
        return endsAt[groups - 1];
    }

    /** What stands between a group and the next. */
    char separator(int index) {
        return text.charAt(endsAt[index]);
    }

    /** Whether the same character stands between all of the first groups. */
    boolean evenly(int groups) {
        for (int g = 1; g < groups - 1; g++) {
            if (separator(g) != separator(0)) {
                return false;
            }
        }
        return true;
    }

    int digit(int index) {
        return values[index];
    }

    /** Some of the digits as a number. */
    long number(int from, int to) {
        long n = 0;
        for (int i = from; i < to; i++) {
            n = n * 10 + values[i];
        }
        return n;
    }
}
