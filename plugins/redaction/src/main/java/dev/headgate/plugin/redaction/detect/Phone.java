package dev.headgate.plugin.redaction.detect;

import java.util.Locale;
import java.util.Set;

/**
 * Telephone numbers: with a country's code, as North America groups them, with an area code in brackets, by the numbering
 * plan of the region one is in, or in other groupings beside a word that speaks of telephones.
 */
final class Phone {
    private static final int LONGEST = 40;
    private static final int MOST_DIGITS = 15;

    /** What stands after numbers in address books. */
    private static final Set<String> AFTER = Set.of(
            "office",
            "fax",
            "mobile",
            "cell",
            "home",
            "work",
            "phone",
            "tel",
            "direct",
            "handy",
            "mobil",
            "privat",
            "main",
            "landline",
            "whatsapp",
            "voice",
            "pager",
            "hotline");

    private final Numbering numbering;
    private final int strong;
    private final int weak;

    private Phone(Numbering numbering, int strong, int weak) {
        this.numbering = numbering;
        this.strong = strong;
        this.weak = weak;
    }

    static void register(Triggers.Builder to, Numbering numbering) {
        to.number(new Phone(numbering, to.context(Context.PHONE), to.context(Context.CALL))::met);
    }

    /** A number as it is read: its digits, where it ends, and how it is grouped. */
    private static final class Read {
        final StringBuilder digits = new StringBuilder();
        final StringBuilder shape = new StringBuilder();
        int end;
        int extensionEnd;
        boolean dotted;
        boolean hyphened;
        boolean bracketed;
        boolean slashed;
        boolean reachedEnd;
    }

    private void met(Scan scan, Digits d) {
        int start = begin(scan, d.start());
        if (start < 0) {
            return;
        }
        if (start == d.start()
                && d.count() < 6
                && d.groups() == 1
                && !isBetween(scan.at(d.endsAt(1)))
                && !scan.mayGoOn(d.endsAt(1))) {
            return;
        }
        Read read = read(scan, start);
        int count = read.digits.length();
        if (read.reachedEnd) {
            scan.open(start);
            return;
        }
        if (count < 6 || count > MOST_DIGITS || !endsWell(scan, read.end)) {
            return;
        }
        int confidence = confidence(scan, start, read);
        if (confidence > 0) {
            scan.found(Kind.PHONE, start, Math.max(read.end, read.extensionEnd), confidence);
        }
    }

    /** Where a number begins whose first digit is given, or -1. */
    private static int begin(Scan scan, int digit) {
        int start = digit;
        if (scan.at(start - 1) == '(') {
            start--;
        }
        if (scan.at(start - 1) == '+') {
            start--;
        }
        char before = scan.at(start - 1);
        if (Chars.isAlnum(before)
                || before == '_'
                || before == '+'
                || before == '$'
                || before == '\u20ac'
                || before == '\u00a3'
                || before == '#') {
            return -1;
        }
        boolean joins =
                before == '.' || before == '-' || before == '/' || before == ',' || before == ' ' || before == ':';
        boolean sign = start < digit;
        if (joins
                && (Chars.isDigit(scan.at(start - 2))
                        || (scan.at(start - 2) == ')' && Chars.isDigit(scan.at(start - 3))))) {
            return sign && before != '-' && before != '.' && (scan.at(start) == '+') ? start : -1;
        }
        return before == ')' && Chars.isDigit(scan.at(start - 2)) ? -1 : start;
    }

    private static Read read(Scan scan, int start) {
        var read = new Read();
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

    private static boolean isBetween(char c) {
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

    private static void extension(Scan scan, Read read) {
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

    private static boolean endsWell(Scan scan, int end) {
        char after = scan.at(end);
        if (after == 'x' || after == 'X') {
            return Chars.isDigit(scan.at(end + 1));
        }
        if (Chars.isAlnum(after) || after == '_' || after == '%' || after == '\u20ac') {
            return false;
        }
        return !(after == '.' || after == ',' || after == ':' || after == '/') || !Chars.isDigit(scan.at(end + 1));
    }

    private int confidence(Scan scan, int start, Read read) {
        String digits = read.digits.toString();
        String shape = read.shape.toString();
        int count = digits.length();
        boolean grouped = shape.indexOf('-') > 0;
        boolean plus = scan.at(start) == '+';
        boolean named =
                scan.hasContext(strong, start) || namedAfter(scan, Math.max(read.end, read.extensionEnd), start);
        boolean called = scan.hasContext(weak, start);
        if ((isDate(shape, digits, read) && !named) || (isSocial(shape) && !named)) {
            return 0;
        }
        if (plus) {
            return numbering.isInternational(digits) ? 95 : count >= 8 && digits.charAt(0) != '0' ? named ? 85 : 62 : 0;
        }
        if ((digits.startsWith("00") && count >= 9 && numbering.isInternational(digits.substring(2)))
                || (digits.startsWith("011") && count >= 11 && numbering.isInternational(digits.substring(3)))) {
            return grouped || named ? 88 : 60;
        }
        if (read.extensionEnd > 0 && count >= 7) {
            return 88;
        }
        if (isNorthAmerican(shape)) {
            boolean valid = numbering.isNorthAmerican(digits.substring(count - 10));
            boolean joined = read.hyphened || read.dotted || read.bracketed;
            return named || called ? 92 : valid && joined ? 88 : joined ? 65 : valid ? 60 : 0;
        }
        if (read.bracketed && scan.at(start) == '(' && grouped && count >= 7) {
            return named || called ? 90 : 65;
        }
        if (named) {
            return count >= 6 ? 85 : 0;
        }
        if (called && (grouped || count >= 8)) {
            return isThousands(shape, read) && digits.endsWith("000") ? 0 : 75;
        }
        boolean domestic = numbering.isDomestic(digits);
        if (grouped && domestic && !isThousands(shape, read)) {
            return 65;
        }
        return domestic && digits.charAt(0) == '0' && count >= 10 ? 55 : 0;
    }

    private static boolean isNorthAmerican(String shape) {
        return shape.equals("3-3-4") || shape.equals("1-3-3-4") || shape.equals("3-3-3-4");
    }

    private static boolean isSocial(String shape) {
        return shape.equals("3-2-4");
    }

    private static boolean isThousands(String shape, Read read) {
        if (read.hyphened || read.slashed || shape.length() < 3 || shape.charAt(0) > '3') {
            return false;
        }
        for (int i = 1; i < shape.length(); i += 2) {
            if (shape.charAt(i) != '-' || shape.charAt(i + 1) != '3') {
                return false;
            }
        }
        return true;
    }

    private static boolean isDate(String shape, String digits, Read read) {
        return switch (shape) {
            case "4-2-2", "4-1-2", "4-1-1", "2-2-4", "1-2-4", "2-1-4", "1-1-4", "2-2-4-2", "1-2-4-2" -> true;
            case "4-2-2-2" -> year(digits, 0);
            case "2-2-2" -> read.slashed || read.dotted || read.hyphened;
            case "4-4" -> year(digits, 0) && year(digits, 4);
            case "3-3-3-3", "3-3-3-2", "3-3-3-1", "2-3-3-3", "3-2-3-3", "2-2-3-3", "3-3-2-3", "3-3-2-2", "2-2-2-2" ->
                read.dotted && !read.hyphened;
            default -> false;
        };
    }

    private static boolean year(String digits, int from) {
        return digits.startsWith("19", from) || digits.startsWith("20", from);
    }

    /** Whether a word stands right after a number that says it is one. */
    private static boolean namedAfter(Scan scan, int end, int start) {
        int at = end;
        while (at - end < 3 && (scan.at(at) == ' ' || scan.at(at) == '-' || scan.at(at) == '(' || scan.at(at) == ',')) {
            at++;
        }
        int word = at;
        while (at - word < 10 && Character.isLetter(scan.at(at))) {
            at++;
        }
        if (scan.mayGoOn(at)) {
            scan.open(start);
            return false;
        }
        return AFTER.contains(scan.text.substring(word, at).toLowerCase(Locale.ROOT));
    }
}
