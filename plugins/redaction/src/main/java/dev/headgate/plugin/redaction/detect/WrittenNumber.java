package dev.headgate.plugin.redaction.detect;

import java.util.Locale;

/** A number as somebody wrote it: its digits, how they are grouped and by what, and an extension after them. */
final class WrittenNumber {
    private static final int LONGEST = 40;

    /** The most digits of a telephone number (E.164). */
    static final int MOST_DIGITS = 15;

    final StringBuilder digits = new StringBuilder();
    final StringBuilder shape = new StringBuilder();
    int end;
    int extensionEnd;
    boolean dotted;
    boolean hyphened;
    boolean bracketed;
    boolean slashed;
    boolean reachedEnd;

    private WrittenNumber() {}

    /** Reads the number that begins at a place; one that the text may go on with has {@code reachedEnd}. */
    static WrittenNumber read(Scan scan, int start) {
        var read = new WrittenNumber();
        int at = start;
        int group = 0;
        int brackets = 0;
        while (at - start < LONGEST) {
            char c = scan.at(at);
            if (Chars.isDigit(c)) {
                if (read.digits.length() >= MOST_DIGITS + 1) {
                    break;
                }
                read.digits.append(c);
                group++;
                at++;
                read.end = at;
                continue;
            }
            int next = at;
            while (next - at < 3 && isBetween(scan.at(next))) {
                next++;
            }
            if (scan.mayGoOn(next)) {
                read.reachedEnd = true;
                return read;
            }
            boolean on = (Chars.isDigit(scan.at(next)) && (next > at || group == 0))
                    || (group == 0 && (c == '+' || c == '('));
            if (group == 0 && (c == '+' || c == '(')) {
                brackets += c == '(' ? 1 : 0;
                at++;
                read.bracketed |= c == '(';
                continue;
            }
            if (!on) {
                break;
            }
            for (int i = at; i < next; i++) {
                char s = scan.at(i);
                brackets += s == '(' ? 1 : s == ')' ? -1 : 0;
                read.dotted |= s == '.';
                read.hyphened |= s == '-';
                read.slashed |= s == '/';
                read.bracketed |= s == '(';
            }
            if (brackets < 0
                    || brackets > 1
                    || (next - at == 2 && scan.at(at) == scan.at(at + 1) && scan.at(at) != ' ')) {
                break;
            }
            read.shape.append(group).append('-');
            group = 0;
            at = next;
        }
        if (scan.mayGoOn(at)) {
            read.reachedEnd = true;
            return read;
        }
        read.shape.append(group);
        if (read.digits.length() >= 6) {
            extension(scan, read);
        }
        return read;
    }

    static boolean isBetween(char c) {
        return c == ' '
                || c == '-'
                || c == '.'
                || c == '/'
                || c == '('
                || c == ')'
                || c == '\u00a0'
                || c == '\u2011'
                || c == '\u2013';
    }

    private static void extension(Scan scan, WrittenNumber read) {
        int at = read.end;
        int from = at;
        while (at - from < 2 && (scan.at(at) == ' ' || scan.at(at) == ',')) {
            at++;
        }
        if (scan.mayGoOn(at)) {
            read.reachedEnd = true;
            return;
        }
        int word = at;
        while (at - word < 9 && Character.isLetter(scan.at(at))) {
            at++;
        }
        String name = scan.text.substring(word, at).toLowerCase(Locale.ROOT);
        boolean named = name.equals("x") || name.equals("ext") || name.equals("extension") || name.equals("durchwahl");
        if (scan.mayGoOn(at)) {
            read.reachedEnd = true;
            return;
        }
        if (!named) {
            return;
        }
        while (at - word < 12 && (scan.at(at) == '.' || scan.at(at) == ' ' || scan.at(at) == ':')) {
            at++;
        }
        int digits = at;
        while (at - digits < 6 && Chars.isDigit(scan.at(at))) {
            at++;
        }
        if (scan.mayGoOn(at)) {
            read.reachedEnd = true;
        } else if (at > digits && !Chars.isAlnum(scan.at(at))) {
            read.extensionEnd = at;
        }
    }

    /** Whether it is grouped as North America does. */
    boolean isNorthAmerican() {
        String shape = this.shape.toString();
        return shape.equals("3-3-4") || shape.equals("1-3-3-4") || shape.equals("3-3-3-4");
    }

    /** Whether it is grouped as Social Security numbers are. */
    boolean isSocial() {
        String shape = this.shape.toString();
        return shape.equals("3-2-4");
    }

    /** Whether it is grouped as large amounts are. */
    boolean isThousands() {
        String shape = this.shape.toString();
        if (hyphened || slashed || shape.length() < 3 || shape.charAt(0) > '3') {
            return false;
        }
        for (int i = 1; i < shape.length(); i += 2) {
            if (shape.charAt(i) != '-' || shape.charAt(i + 1) != '3') {
                return false;
            }
        }
        return true;
    }

    /** Whether it is grouped as dates, ranges of years and versions are. */
    boolean isDate() {
        String shape = this.shape.toString();
        return switch (shape) {
            case "4-2-2", "4-1-2", "4-1-1", "2-2-4", "1-2-4", "2-1-4", "1-1-4", "2-2-4-2", "1-2-4-2" -> true;
            case "4-2-2-2" -> year(0);
            case "2-2-2" -> slashed || dotted || hyphened;
            case "4-4" -> year(0) && year(4);
            case "3-3-3-3", "3-3-3-2", "3-3-3-1", "2-3-3-3", "3-2-3-3", "2-2-3-3", "3-3-2-3", "3-3-2-2", "2-2-2-2" ->
                dotted && !hyphened;
            default -> false;
        };
    }

    private boolean year(int from) {
        return digits.indexOf("19", from) == from || digits.indexOf("20", from) == from;
    }
}
