package dev.headgate.plugin.redaction.detect;

/**
 * Follows the lines of a private key to their end: the END line, or where what comes is no key any more, because two runs
 * of characters in a row are too short to be lines of one. Line ends may be written as escapes, and lines in quotes.
 */
final class KeyBlock implements Tail {
    private static final int SHORT = 16;
    private static final String END = "-----END";

    private int run;
    private int shortRuns;
    private int ended;
    private boolean closing;
    private int dashes;
    private boolean escape;
    private boolean header;
    private boolean sawKey;

    /** Whether a line that can be one of a key has come. */
    boolean sawKey() {
        return sawKey || run >= SHORT || closing;
    }

    @Override
    public int end(String text, int from) {
        return end(text, from, text.length());
    }

    int end(String text, int from, int to) {
        for (int at = from; at < to; at++) {
            if (!take(text.charAt(at))) {
                return at;
            }
        }
        return -1;
    }

    /** Whether a character is still part of the block. */
    private boolean take(char c) {
        if (closing) {
            // The label of the END line, and the dashes after it.
            if (dashes == 5 || (c != '-' && (dashes > 0 || !(c == ' ' || Chars.isAlnum(c))))) {
                return false;
            }
            dashes += c == '-' ? 1 : 0;
            return true;
        }
        if (escape) {
            escape = c == '\\';
            return true;
        }
        if (ended > 0 || c == '-') {
            if (c == END.charAt(ended)) {
                closing = ++ended == END.length();
                return true;
            }
            ended = c == '-' ? 1 : 0;
        }
        if (c == '\n') {
            header = false;
        }
        if (header) {
            return c < 128;
        }
        if (Chars.BASE64.has(c) && c != 0) {
            run++;
            return true;
        }
        if (c == ':' && !sawKey) {
            header = true;
            sawKey = true;
            run = 0;
            return true;
        }
        if (run > 0) {
            sawKey |= run >= SHORT;
            shortRuns = run >= SHORT ? 0 : shortRuns + 1;
            run = 0;
        }
        escape = c == '\\';
        boolean between = escape
                || c <= ' '
                || c == '"'
                || c == '\''
                || c == ','
                || c == '#'
                || c == '>'
                || c == '|'
                || c == '*'
                || c == '-'
                || (c == '.' && !sawKey);
        return between && shortRuns < 2;
    }
}
