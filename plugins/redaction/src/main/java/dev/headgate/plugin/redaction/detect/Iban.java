package dev.headgate.plugin.redaction.detect;

import java.util.HashMap;
import java.util.Map;

/** IBANs (ISO 13616): a country and its length, mod 97; together or in fours, in either case. */
final class Iban {
    private static final Map<String, Integer> LENGTHS =
            lengths("AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18"
                    + " DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23"
                    + " IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31"
                    + " MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24"
                    + " SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30");

    private Iban() {}

    private static Map<String, Integer> lengths(String table) {
        var lengths = new HashMap<String, Integer>();
        for (String entry : table.split(" ", -1)) {
            lengths.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
        }
        return Map.copyOf(lengths);
    }

    static void register(Triggers.Builder to) {
        to.number(Iban::met);
    }

    private static void met(Scan scan, Digits d) {
        int start = d.start() - 2;
        if (d.group(0) < 2
                || !isLetter(scan.at(start))
                || !isLetter(scan.at(start + 1))
                || Chars.isAlnum(scan.at(start - 1))) {
            return;
        }
        Integer length = LENGTHS.get(String.valueOf(upper(scan.at(start))) + upper(scan.at(start + 1)));
        if (length == null) {
            return;
        }
        char separator = scan.at(start + 4);
        boolean grouped = separator == ' ' || separator == '-' || separator == '\u00a0';
        int at = start;
        int count = 0;
        int check = 0;
        int[] rest = new int[length];
        while (count < length) {
            char c = scan.at(at);
            if (grouped && count % 4 == 0 && count > 0 && c == separator) {
                c = scan.at(++at);
            }
            if (scan.mayGoOn(at)) {
                scan.open(start);
                return;
            }
            if (!isLetter(c) && !Chars.isDigit(c)) {
                return;
            }
            rest[count++] = Chars.isDigit(c) ? c - '0' : upper(c) - 'A' + 10;
            at++;
        }
        if (scan.mayGoOn(at)) {
            scan.open(start);
            return;
        }
        for (int i = 0; i < length; i++) {
            int value = rest[(i + 4) % length];
            check = (check * (value > 9 ? 100 : 10) + value) % 97;
        }
        if (check == 1 && !Chars.isAlnum(scan.at(at))) {
            scan.found(Kind.IBAN, start, at, 99);
        }
    }

    private static boolean isLetter(char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static char upper(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
    }
}
