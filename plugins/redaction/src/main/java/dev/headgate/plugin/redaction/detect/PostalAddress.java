package dev.headgate.plugin.redaction.detect;

import java.util.Locale;
import java.util.Set;

/**
 * Postal addresses that end in a postcode: of the USA ({@code 12 Mill Lane, Springfield, IL 62704}) and of Britain
 * ({@code 221B Baker Street, London NW1 6XE}) from the number of the house on, of Germany ({@code Mühlenweg 5, 10115 Berlin})
 * from the street on. Without a kind of street that is known, or a postcode that can be one, nothing is.
 */
final class PostalAddress {
    private static final int LONGEST = Finding.LONGEST;
    private static final int MOST_WORDS = 4;

    private static final Set<String> STREETS = Set.of("""
            street st avenue ave road rd lane ln drive dr boulevard blvd court ct place pl way terrace ter close crescent
            square sq parkway pkwy highway hwy circle cir gardens mews grove row walk trail broadway""".split("\\s+"));

    private static final Set<String> STATES = Set.of("""
            AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR
            PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR GU VI AS MP""".split("\\s+"));

    private static final String[] GERMAN = {
        "stra\u00dfe", "strasse", "str.", "weg", "platz", "allee", "gasse", "damm", "ufer", "ring"
    };

    private PostalAddress() {}

    static void register(Triggers.Builder to) {
        to.number(PostalAddress::numberMet);
        for (String street : GERMAN) {
            to.literal(street, PostalAddress::germanMet);
        }
    }

    /** An address may begin with the number of a house. */
    private static void numberMet(Scan scan, Digits d) {
        int start = d.start();
        char before = scan.at(start - 1);
        if (d.group(0) > 5 || scan.at(start) == '0' || Chars.isAlnum(before) || before == '.' || before == '-') {
            return;
        }
        int at = d.endsAt(1);
        if (Chars.isUpper(scan.at(at)) && !Chars.isAlnum(scan.at(at + 1))) {
            at++;
        }
        int street = streetEnd(scan, start, at);
        if (street < 0) {
            return;
        }
        int stop = Math.min(scan.length, start + LONGEST);
        for (int p = street; p < stop; p++) {
            char c = scan.text.charAt(p);
            if (Chars.isUpper(c) && !Chars.isAlnum(scan.at(p - 1))) {
                int end = Math.max(american(scan, p), british(scan, p));
                if (end > 0 && end - start <= LONGEST && !scan.mayGoOn(end)) {
                    scan.found(Kind.POSTAL_ADDRESS, start, end, 85);
                    return;
                }
            }
            if (!isOfAddress(c)) {
                return;
            }
        }
        if (scan.mayGoOn(stop) || (stop == scan.length && scan.mayGoOn(start + LONGEST))) {
            scan.open(start);
        }
    }

    /** Where the kind of street ends that follows a number and some words in capitals, or -1. */
    private static int streetEnd(Scan scan, int start, int number) {
        int at = number;
        for (int words = 0; words <= MOST_WORDS; words++) {
            if (scan.mayGoOn(at + 1)) {
                scan.open(start);
                return -1;
            }
            if (scan.at(at) != ' '
                    || !(Chars.isUpper(scan.at(at + 1)) || (words > 0 && Chars.isDigit(scan.at(at + 1))))) {
                return -1;
            }
            int word = at + 1;
            at = word;
            while (at - word < 24 && (Chars.isAlnum(scan.at(at)) || scan.at(at) == '\'')) {
                at++;
            }
            if (scan.mayGoOn(at)) {
                scan.open(start);
                return -1;
            }
            if (words > 0 && STREETS.contains(scan.text.substring(word, at).toLowerCase(Locale.ROOT))) {
                return at;
            }
            at += scan.at(at) == '.' ? 1 : 0;
        }
        return -1;
    }

    private static boolean isOfAddress(char c) {
        return Character.isLetterOrDigit(c)
                || c == ' '
                || c == ','
                || c == '.'
                || c == '#'
                || c == '-'
                || c == '\n'
                || c == '\'';
    }

    /** Where a state and its ZIP code end that begin at a place, or -1. */
    private static int american(Scan scan, int at) {
        int zip = at + 3;
        if (at + 8 > scan.length || scan.at(at + 2) != ' ' || !STATES.contains(scan.text.substring(at, at + 2))) {
            return -1;
        }
        if (!digits(scan, zip, 5)) {
            return -1;
        }
        int end = zip + 5;
        if (scan.at(end) == '-' && digits(scan, end + 1, 4)) {
            end += 5;
        }
        return Chars.isAlnum(scan.at(end)) ? -1 : end;
    }

    /** Where a British postcode ends that begins at a place, or -1. */
    private static int british(Scan scan, int at) {
        int p = at;
        while (p - at < 2 && Chars.isUpper(scan.at(p))) {
            p++;
        }
        if (!Chars.isDigit(scan.at(p))) {
            return -1;
        }
        p++;
        if (Chars.isDigit(scan.at(p)) || Chars.isUpper(scan.at(p))) {
            p++;
        }
        boolean inward = scan.at(p) == ' '
                && Chars.isDigit(scan.at(p + 1))
                && isInward(scan.at(p + 2))
                && isInward(scan.at(p + 3))
                && !Chars.isAlnum(scan.at(p + 4));
        return inward ? p + 4 : -1;
    }

    /** The letters that the second part of a British postcode is made of. */
    private static boolean isInward(char c) {
        return Chars.isUpper(c) && "CIKMOV".indexOf(c) < 0;
    }

    private static boolean digits(Scan scan, int from, int count) {
        for (int i = 0; i < count; i++) {
            if (!Chars.isDigit(scan.at(from + i))) {
                return false;
            }
        }
        return true;
    }

    /** A word in capitals that ends in a kind of street, a number, and a line with a postcode and a town. */
    private static void germanMet(Scan scan, int literal, int after) {
        int start = literal;
        while (literal - start < 40 && (Character.isLetter(scan.at(start - 1)) || scan.at(start - 1) == '-')) {
            start--;
        }
        if (!Character.isUpperCase(scan.at(start)) || (scan.at(after) != ' ' && !scan.mayGoOn(after))) {
            return;
        }
        int at = after + 1;
        int number = at;
        while (at - number < 4 && Chars.isDigit(scan.at(at))) {
            at++;
        }
        if (at == number && !scan.mayGoOn(at)) {
            return;
        }
        at += scan.at(at) >= 'a' && scan.at(at) <= 'h' && !Chars.isAlnum(scan.at(at + 1)) ? 1 : 0;
        int between = at;
        while (at - between < 4
                && (scan.at(at) == ',' || scan.at(at) == ' ' || scan.at(at) == '\n' || scan.at(at) == '\r')) {
            at++;
        }
        int code = at;
        if (digits(scan, code, 5) && scan.at(code + 5) == ' ' && Character.isUpperCase(scan.at(code + 6))) {
            at = code + 7;
            while (at - start < LONGEST && (Character.isLetter(scan.at(at)) || scan.at(at) == '-')) {
                at++;
            }
            if (!scan.mayGoOn(at) && at > code + 8 && between > number && code > between) {
                scan.found(Kind.POSTAL_ADDRESS, start, at, 85);
                return;
            }
        }
        if (scan.mayGoOn(Math.max(at, code + 7))) {
            scan.open(start);
        }
    }
}
