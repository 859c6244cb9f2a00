package dev.headgate.plugin.redaction.detect;

import java.util.Locale;
import java.util.Set;

/**
 * Telephone numbers: with a country's code, as North America groups them, with an area code in brackets, by the numbering
 * plan of the region one is in, or in other groupings beside a word that speaks of telephones.
 */
final class Phone {
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

    private void met(Scan scan, Digits d) {
        int start = begin(scan, d.start());
        if (start < 0) {
            return;
        }
        if (start == d.start()
                && d.count() < 6
                && d.groups() == 1
                && !WrittenNumber.isBetween(scan.at(d.endsAt(1)))
                && !scan.mayGoOn(d.endsAt(1))) {
            return;
        }
        WrittenNumber read = WrittenNumber.read(scan, start);
        int count = read.digits.length();
        if (read.reachedEnd) {
            scan.open(start);
            return;
        }
        if (count < 6 || count > WrittenNumber.MOST_DIGITS || !endsWell(scan, read.end)) {
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

    private int confidence(Scan scan, int start, WrittenNumber read) {
        String digits = read.digits.toString();
        String shape = read.shape.toString();
        int count = digits.length();
        boolean grouped = shape.indexOf('-') > 0;
        boolean plus = scan.at(start) == '+';
        boolean named =
                scan.hasContext(strong, start) || namedAfter(scan, Math.max(read.end, read.extensionEnd), start);
        boolean called = scan.hasContext(weak, start);
        if ((read.isDate() && !named) || (read.isSocial() && !named)) {
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
        if (read.isNorthAmerican()) {
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
            return read.isThousands() && digits.endsWith("000") ? 0 : 75;
        }
        boolean domestic = numbering.isDomestic(digits);
        if (grouped && domestic && !read.isThousands()) {
            return 65;
        }
        return domestic && digits.charAt(0) == '0' && count >= 10 ? 55 : 0;
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
