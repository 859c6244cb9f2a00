package dev.headgate.plugin.redaction.detect;

import java.util.Locale;

/** Letters and digits in one piece, around the first digit among them; in capitals. */
record Word(int start, int end, String text) {
    private static final int LONGEST = 34;
    private static final Word NONE = new Word(0, 0, "");

    /** The word around a digit, or an empty one if it begins or ends out of reach, has a digit before this one, or no letter. */
    static Word around(Scan scan, int digit) {
        return around(scan, digit, false);
    }

    /** The same, or a number. */
    static Word orNumberAround(Scan scan, int digit) {
        return around(scan, digit, true);
    }

    private static Word around(Scan scan, int digit, boolean numbers) {
        int start = digit;
        while (digit - start <= LONGEST && Chars.isAlnum(scan.at(start - 1))) {
            start--;
            if (Chars.isDigit(scan.at(start))) {
                return NONE;
            }
        }
        int end = digit;
        while (end - start <= LONGEST && Chars.isAlnum(scan.at(end))) {
            end++;
        }
        if (end - start > LONGEST || digit - start > LONGEST) {
            return NONE;
        }
        if (scan.mayGoOn(end)) {
            scan.open(start);
            return NONE;
        }
        if (!numbers && start == digit && isNumber(scan, digit, end)) {
            return NONE;
        }
        return new Word(start, end, scan.text.substring(start, end).toUpperCase(Locale.ROOT));
    }

    private static boolean isNumber(Scan scan, int from, int to) {
        int at = from;
        while (at < to && Chars.isDigit(scan.at(at))) {
            at++;
        }
        return at == to;
    }

    int length() {
        return text.length();
    }

    /** Whether it is made as a pattern says: A for a letter, 9 for a digit, * for either. */
    boolean isLike(String pattern) {
        if (pattern.length() != text.length()) {
            return false;
        }
        for (int i = 0; i < pattern.length(); i++) {
            char c = text.charAt(i);
            boolean fits = switch (pattern.charAt(i)) {
                case 'A' -> Chars.isUpper(c);
                case '9' -> Chars.isDigit(c);
                default -> Chars.isUpper(c) || Chars.isDigit(c);
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    long number(int from, int to) {
        return Long.parseLong(text.substring(from, to));
    }

    int digits() {
        return (int) text.chars().filter(c -> c >= '0' && c <= '9').count();
    }
}
