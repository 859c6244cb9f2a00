package dev.headgate.plugin.redaction.detect;

import java.util.Locale;
import java.util.Map;

/** Days, closely after a word that says somebody was born on one. */
final class BirthDate {
    private static final Map<String, Integer> MONTHS = Map.ofEntries(
            Map.entry("jan", 1),
            Map.entry("feb", 2),
            Map.entry("mar", 3),
            Map.entry("apr", 4),
            Map.entry("may", 5),
            Map.entry("jun", 6),
            Map.entry("jul", 7),
            Map.entry("aug", 8),
            Map.entry("sep", 9),
            Map.entry("oct", 10),
            Map.entry("nov", 11),
            Map.entry("dec", 12),
            Map.entry("m\u00e4r", 3),
            Map.entry("mai", 5),
            Map.entry("okt", 10),
            Map.entry("dez", 12),
            Map.entry("f\u00e9v", 2),
            Map.entry("avr", 4),
            Map.entry("jui", 6),
            Map.entry("ao\u00fb", 8),
            Map.entry("d\u00e9c", 12),
            Map.entry("ene", 1),
            Map.entry("abr", 4),
            Map.entry("ago", 8),
            Map.entry("dic", 12),
            Map.entry("gen", 1),
            Map.entry("mag", 5),
            Map.entry("giu", 6),
            Map.entry("lug", 7),
            Map.entry("set", 9),
            Map.entry("ott", 10));

    private final int context;

    private BirthDate(int context) {
        this.context = context;
    }

    static void register(Triggers.Builder to) {
        var birth = new BirthDate(to.context(Context.BORN));
        to.number(birth::number);
        for (String month :
                new String[] {"jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"}) {
            to.prefix(month, birth::named);
        }
    }

    private void number(Scan scan, Digits d) {
        if (!scan.hasContext(context, d.start()) || !Numbers.beginsAt(scan, d.start())) {
            return;
        }
        if (d.groups() >= 3 && d.separator(0) == d.separator(1) && d.separator(0) != ' ') {
            int a = (int) d.number(0, d.digitsTo(1));
            int b = (int) d.number(d.digitsTo(1), d.digitsTo(2));
            int c = (int) d.number(d.digitsTo(2), Math.min(d.digitsTo(3), d.digitsTo(2) + 4));
            boolean yearFirst =
                    d.group(0) == 4 && d.group(1) <= 2 && d.group(2) <= 2 && isYear(a) && Checks.day(a, b, c);
            boolean yearLast = d.group(0) <= 2
                    && d.group(1) <= 2
                    && (d.group(2) == 2 || (d.group(2) == 4 && isYear(c)))
                    && (Checks.day(2000, b, a) || Checks.day(2000, a, b));
            if (yearFirst || yearLast) {
                scan.found(Kind.DATE_OF_BIRTH, d.start(), d.endsAt(3), 90);
            }
        } else if (d.group(0) == 8 && d.groups() == 1) {
            if (isYear((int) d.number(0, 4))
                    && Checks.day((int) d.number(0, 4), (int) d.number(4, 6), (int) d.number(6, 8))) {
                scan.found(Kind.DATE_OF_BIRTH, d.start(), d.endsAt(1), 70);
            }
        } else if (d.group(0) <= 2) {
            // 12 March 1985, 12. März 1985, 12th of March, 1985
            int at = skip(scan, d.endsAt(1), true);
            int month = month(scan, d.start(), at);
            if (month > 0) {
                year(scan, d.start(), at + letters(scan, at), month, (int) d.number(0, d.digitsTo(1)));
            }
        }
    }

    /** March 12, 1985. */
    private void named(Scan scan, int start, int after) {
        if (!scan.hasContext(context, start)) {
            return;
        }
        int month = month(scan, start, start);
        int at = skip(scan, start + letters(scan, start), false);
        int from = at;
        int day = 0;
        while (Chars.isDigit(scan.at(at)) && at - from < 2) {
            day = day * 10 + scan.at(at++) - '0';
        }
        if (scan.mayGoOn(at)) {
            scan.open(start);
        } else if (month > 0 && at > from) {
            year(scan, start, at, month, day);
        }
    }

    private static void year(Scan scan, int start, int from, int month, int day) {
        int at = skip(scan, from, true);
        int year = 0;
        int digits = at;
        while (Chars.isDigit(scan.at(at)) && at - digits < 4) {
            year = year * 10 + scan.at(at++) - '0';
        }
        if (scan.mayGoOn(at)) {
            scan.open(start);
        } else if (at - digits == 4 && isYear(year) && Checks.day(year, month, day) && !Chars.isAlnum(scan.at(at))) {
            scan.found(Kind.DATE_OF_BIRTH, start, at, 92);
        }
    }

    /** Passes over what stands between the parts of a date, with the ending of a day where there may be one. */
    private static int skip(Scan scan, int from, boolean ending) {
        int at = from;
        if (ending) {
            String two = scan.text
                    .substring(Math.min(from, scan.length), Math.min(scan.length, from + 2))
                    .toLowerCase(Locale.ROOT);
            at += two.equals("st") || two.equals("nd") || two.equals("rd") || two.equals("th") ? 2 : 0;
        }
        int blanks = at;
        while (at - blanks < 3
                && (scan.at(at) == ' ' || scan.at(at) == '.' || scan.at(at) == ',' || scan.at(at) == '-')) {
            at++;
        }
        if (scan.text.startsWith("of ", at) || scan.text.startsWith("de ", at)) {
            at += 3;
        }
        return at;
    }

    private static int letters(Scan scan, int from) {
        int at = from;
        while (at - from < 10 && Character.isLetter(scan.at(at))) {
            at++;
        }
        return at - from;
    }

    /** The month that is named at a place, or 0. */
    private static int month(Scan scan, int start, int at) {
        int length = letters(scan, at);
        if (scan.mayGoOn(at + length)) {
            scan.open(start);
            return 0;
        }
        return length < 3
                ? 0
                : MONTHS.getOrDefault(scan.text.substring(at, at + 3).toLowerCase(Locale.ROOT), 0);
    }

    private static boolean isYear(int year) {
        return year >= 1890 && year <= 2035;
    }
}
