package dev.headgate.plugin.redaction.detect;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Numbers of people that have letters in them. */
final class LetteredIds {
    private static final String DNI = "TRWAGMYFPDXBNJZSQVHLCKE";
    private static final String HETU = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    private static final String CURP = "0123456789ABCDEFGHIJKLMN\u00d1OPQRSTUVWXYZ";
    private static final String PPS = "WABCDEFGHIJKLMNOPQRSTUV";

    /** What a character is worth at an odd place of a codice fiscale, digits first. */
    private static final int[] ODD = {1, 0, 5, 7, 9, 13, 15, 17, 19, 21};

    private static final int[] ODD_LETTER = {
        1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
    };

    private final Set<Kind> kinds;
    private final Map<Kind, Integer> contexts = new EnumMap<>(Kind.class);

    private LetteredIds(Triggers.Builder to, Set<Kind> kinds) {
        this.kinds = kinds;
        contexts.put(Kind.DE_ID_CARD, to.context(Context.DE_ID_CARD));
        contexts.put(Kind.TW_ID, to.context(Context.ANY_ID));
        contexts.put(Kind.IN_PAN, to.context(Context.IN_PAN));
        contexts.put(Kind.IE_PPS, to.context(Context.IE_PPS));
        contexts.put(Kind.UK_NINO, to.context(Context.UK_NINO));
        contexts.put(Kind.MX_RFC, to.context(Context.MX_RFC));
    }

    static void register(Triggers.Builder to, Set<Kind> kinds) {
        if (kinds.stream().anyMatch(k -> k.group() == Kind.Group.NATIONAL_ID)) {
            to.number(new LetteredIds(to, kinds)::met);
        }
    }

    private void met(Scan scan, Digits d) {
        spaced(scan, d);
        Word word = Word.around(scan, d.start());
        switch (word.length()) {
            case 8 -> found(scan, word, Kind.IE_PPS, isPps(word), 40, 95);
            case 9 -> {
                found(scan, word, Kind.ES_DNI, isDni(word), 82, 82);
                found(scan, word, Kind.UK_NINO, word.isLike("AA999999A") && isNino(word.text()), 85, 97);
                found(scan, word, Kind.SG_NRIC, isNric(word), 88, 88);
                found(scan, word, Kind.IE_PPS, isPps(word), 45, 95);
                found(scan, word, Kind.DE_ID_CARD, isIdCard(word), 0, 80);
            }
            case 10 -> {
                found(scan, word, Kind.TW_ID, isTaiwan(word), 45, 85);
                found(scan, word, Kind.IN_PAN, isPan(word), 65, 96);
                found(scan, word, Kind.DE_ID_CARD, isIdCard(word), 0, 95);
            }
            case 11 -> found(scan, word, Kind.FI_HETU, isHetu(word.text()), 90, 90);
            case 12, 13 -> found(scan, word, Kind.MX_RFC, isRfc(word), 30, 90);
            case 15 -> found(scan, word, Kind.FR_NIR, isCorsican(word), 95, 95);
            case 16 -> found(scan, word, Kind.IT_CODICE_FISCALE, isCodiceFiscale(word), 97, 97);
            case 18 -> {
                found(scan, word, Kind.MX_CURP, isCurp(word), 97, 97);
                found(
                        scan,
                        word,
                        Kind.CN_RESIDENT_ID,
                        word.isLike("99999999999999999A")
                                && word.text().endsWith("X")
                                && AsianIds.residentBase(d)
                                && AsianIds.residentCheck(d) == 10,
                        95,
                        95);
            }
            default -> {}
        }
    }

    private void found(Scan scan, Word word, Kind kind, boolean is, int alone, int named) {
        if (is && kinds.contains(kind) && isFree(scan, word.start(), word.end())) {
            Integer context = contexts.get(kind);
            boolean has = context != null && scan.hasContext(context, word.start());
            int confidence = has ? named : alone;
            if (confidence > 0) {
                scan.found(kind, word.start(), word.end(), confidence);
            }
        }
    }

    /** Whether a word is no part of a longer name, path or number. */
    private static boolean isFree(Scan scan, int start, int end) {
        char before = scan.at(start - 1);
        char after = scan.at(end);
        return before != '_'
                && after != '_'
                && !(before == '-' && Chars.isAlnum(scan.at(start - 2)))
                && !((after == '-' || after == '.') && Chars.isAlnum(scan.at(end + 1)));
    }

    /** Those written with something between their parts. */
    private void spaced(Scan scan, Digits d) {
        int start = d.start();
        if (kinds.contains(Kind.UK_NINO)
                && d.groups() >= 3
                && d.group(0) == 2
                && d.group(1) == 2
                && d.group(2) == 2
                && scan.at(start - 1) == ' '
                && !Chars.isAlnum(scan.at(start - 4))) {
            int end = d.endsAt(3) + 2;
            if (scan.mayGoOn(end)) {
                scan.open(start - 3);
            } else if (start >= 3 && end <= scan.length && scan.at(end - 2) == ' ' && !Chars.isAlnum(scan.at(end))) {
                String text = scan.text.substring(start - 3, end).replace(" ", "");
                if (isNino(text)) {
                    scan.found(Kind.UK_NINO, start - 3, end, 95);
                }
            }
        }
        if (Chars.isAlnum(scan.at(start - 1))) {
            return;
        }
        if (kinds.contains(Kind.ES_DNI) && d.group(0) == 8 && scan.at(d.endsAt(1)) == '-') {
            letterAfter(scan, Kind.ES_DNI, start, d.endsAt(1) + 1, DNI.charAt((int) (d.number(0, 8) % 23)));
        }
        if (kinds.contains(Kind.FI_HETU) && d.group(0) == 6) {
            int end = d.endsAt(1) + 5;
            if (scan.mayGoOn(end)) {
                if (scan.mayGoOn(d.endsAt(1)) || "-+".indexOf(scan.at(d.endsAt(1))) >= 0) {
                    scan.open(start);
                }
            } else if (end <= scan.length && !Chars.isAlnum(scan.at(end))) {
                String text = scan.text.substring(start, end);
                if ((text.charAt(6) == '-' || text.charAt(6) == '+') && isHetu(text)) {
                    scan.found(Kind.FI_HETU, start, end, 95);
                }
            }
        }
    }

    private static void letterAfter(Scan scan, Kind kind, int start, int at, char letter) {
        if (scan.mayGoOn(at + 1)) {
            scan.open(start);
        } else if (Character.toUpperCase(scan.at(at)) == letter && !Chars.isAlnum(scan.at(at + 1))) {
            scan.found(kind, start, at + 1, 92);
        }
    }

    private static boolean isDni(Word w) {
        if (w.isLike("99999999A")) {
            return w.text().charAt(8) == DNI.charAt((int) (w.number(0, 8) % 23));
        }
        int first = "XYZ".indexOf(w.text().charAt(0));
        return first >= 0
                && w.isLike("A9999999A")
                && w.text().charAt(8) == DNI.charAt((int) ((first * 10_000_000L + w.number(1, 8)) % 23));
    }

    private static boolean isNino(String t) {
        String prefix = t.substring(0, 2);
        return t.length() == 9
                && "DFIQUV".indexOf(t.charAt(0)) < 0
                && "DFIOQUV".indexOf(t.charAt(1)) < 0
                && Chars.isUpper(t.charAt(0))
                && Chars.isUpper(t.charAt(1))
                && t.charAt(8) >= 'A'
                && t.charAt(8) <= 'D'
                && !Set.of("BG", "GB", "KN", "NK", "NT", "TN", "ZZ").contains(prefix);
    }

    private static boolean isNric(Word w) {
        if (!w.isLike("A9999999A") || "STFG".indexOf(w.text().charAt(0)) < 0) {
            return false;
        }
        int[] weights = {2, 7, 6, 5, 4, 3, 2};
        int sum = w.text().charAt(0) == 'T' || w.text().charAt(0) == 'G' ? 4 : 0;
        for (int i = 0; i < 7; i++) {
            sum += weights[i] * (w.text().charAt(i + 1) - '0');
        }
        String letters = "ST".indexOf(w.text().charAt(0)) >= 0 ? "JZIHGFEDCBA" : "XWUTRQPNMLK";
        return letters.charAt(sum % 11) == w.text().charAt(8);
    }

    private static boolean isTaiwan(Word w) {
        if (!w.isLike("A999999999") || (w.text().charAt(1) != '1' && w.text().charAt(1) != '2')) {
            return false;
        }
        int letter = "ABCDEFGHJKLMNPQRSTUVXYWZIO".indexOf(w.text().charAt(0)) + 10;
        int sum = letter / 10 + letter % 10 * 9;
        for (int i = 1; i < 9; i++) {
            sum += (9 - i) * (w.text().charAt(i) - '0');
        }
        return (sum + w.text().charAt(9) - '0') % 10 == 0;
    }

    private static boolean isPan(Word w) {
        return w.isLike("AAAAA9999A") && "ABCFGHJLPT".indexOf(w.text().charAt(3)) >= 0;
    }

    private static boolean isPps(Word w) {
        if (!w.isLike("9999999A") && !w.isLike("9999999AA")) {
            return false;
        }
        int sum = w.length() == 9 ? 9 * (w.text().charAt(8) - 'A' + 1) : 0;
        if (w.length() == 9 && w.text().charAt(8) > 'I' && w.text().charAt(8) != 'W') {
            return false;
        }
        for (int i = 0; i < 7; i++) {
            sum += (8 - i) * (w.text().charAt(i) - '0');
        }
        return PPS.charAt(sum % 23) == w.text().charAt(7);
    }

    /** Bundesdruckerei: no vowels, and the weights 7, 3, 1 where the check digit is written. */
    private static boolean isIdCard(Word w) {
        String t = w.text();
        if ("CFGHJKLMNPRTVWXYZ".indexOf(t.charAt(0)) < 0 || w.digits() < 2) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 9; i++) {
            char c = t.charAt(i);
            if ("AEIOU".indexOf(c) >= 0 || c >= 128) {
                return false;
            }
            sum += (Chars.isDigit(c) ? c - '0' : c - 'A' + 10) * (i % 3 == 0 ? 7 : i % 3 == 1 ? 3 : 1);
        }
        return t.length() == 9 || sum % 10 == t.charAt(9) - '0';
    }

    private static boolean isHetu(String t) {
        for (int i = 0; i < 10; i++) {
            if (i != 6 && !Chars.isDigit(t.charAt(i))) {
                return false;
            }
        }
        int day = Integer.parseInt(t.substring(0, 2));
        int number = Integer.parseInt(t.substring(0, 6) + t.substring(7, 10));
        return "-+ABCDEFUVWXY".indexOf(t.charAt(6)) >= 0
                && Checks.day(2000, Integer.parseInt(t.substring(2, 4)), day)
                && HETU.charAt(number % 31) == Character.toUpperCase(t.charAt(10));
    }

    private static boolean isRfc(Word w) {
        int letters = w.length() - 9;
        return w.isLike("A".repeat(letters) + "999999***")
                && Checks.day(2000, (int) w.number(letters + 2, letters + 4), (int) w.number(letters + 4, letters + 6));
    }

    private static boolean isCorsican(Word w) {
        if (!w.isLike("999999A99999999")
                || !w.text().startsWith("2", 5)
                || (w.text().charAt(6) != 'A' && w.text().charAt(6) != 'B')) {
            return false;
        }
        String base = w.text().substring(0, 5)
                + (w.text().charAt(6) == 'A' ? "19" : "18")
                + w.text().substring(7, 13);
        return 97 - Long.parseLong(base) % 97 == w.number(13, 15);
    }

    private static boolean isCodiceFiscale(Word w) {
        String t = w.text();
        if (!w.isLike("AAAAAA**A**A***A") || "ABCDEHLMPRST".indexOf(t.charAt(8)) < 0) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 15; i++) {
            char c = t.charAt(i);
            int value = Chars.isDigit(c) ? c - '0' : c - 'A';
            sum += i % 2 == 1 ? value : Chars.isDigit(c) ? ODD[value] : ODD_LETTER[value];
        }
        return t.charAt(15) - 'A' == sum % 26;
    }

    private static boolean isCurp(Word w) {
        String t = w.text();
        if (!w.isLike("AAAA999999AAAAA**9")
                || "HMX".indexOf(t.charAt(10)) < 0
                || !Checks.day(2000, (int) w.number(6, 8), (int) w.number(8, 10))) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += CURP.indexOf(t.charAt(i)) * (18 - i);
        }
        return (10 - sum % 10) % 10 == t.charAt(17) - '0';
    }
}
