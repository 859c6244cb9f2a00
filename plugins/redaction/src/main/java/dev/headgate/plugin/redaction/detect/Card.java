package dev.headgate.plugin.redaction.detect;

/**
 * Payment card numbers: the issuers' ranges and lengths (ISO/IEC 7812, as the networks publish them), Luhn's check digit,
 * and grouped, where they are, as on the card.
 */
final class Card {
    private static final int[][] GROUPINGS = {
        {4, 4, 4, 4}, {4, 6, 5}, {4, 6, 4}, {4, 4, 4, 4, 3}, {4, 4, 4, 4, 2}, {4, 4, 4, 4, 1}, {6, 13}, {4, 4, 5}
    };

    private final int context;

    private Card(int context) {
        this.context = context;
    }

    static void register(Triggers.Builder to) {
        to.number(new Card(to.context(Context.CARD))::met);
    }

    private void met(Scan scan, Digits digits) {
        if (digits.count() < 12 || !Numbers.beginsAt(scan, digits.start())) {
            return;
        }
        int groups = 1;
        if (digits.group(0) < 12) {
            groups = grouped(digits);
            if (groups == 0) {
                return;
            }
        }
        int end = digits.endsAt(groups);
        int count = digits.digitsTo(groups);
        if (!Numbers.endsAt(scan, end) || count > 19 || allTheSame(digits, count)) {
            return;
        }
        int range = issuer(digits, count);
        if (range == 0 || !Checks.luhn(digits, 0, count)) {
            return;
        }
        boolean context = scan.hasContext(this.context, digits.start());
        int confidence = range == 1 ? (context ? 80 : 30) : context || groups > 1 ? 99 : 90;
        scan.found(Kind.CARD, digits.start(), end, confidence);
    }

    /** How many groups there are, if they are those of a card. */
    private static int grouped(Digits digits) {
        int best = 0;
        for (int[] grouping : GROUPINGS) {
            if (grouping.length <= digits.groups() && grouping.length > best && digits.evenly(grouping.length)) {
                boolean same = digits.separator(0) != '/';
                for (int g = 0; same && g < grouping.length; g++) {
                    same = digits.group(g) == grouping[g];
                }
                if (same) {
                    best = grouping.length;
                }
            }
        }
        return best;
    }

    private static boolean allTheSame(Digits digits, int count) {
        for (int i = 1; i < count; i++) {
            if (digits.digit(i) != digits.digit(0)) {
                return false;
            }
        }
        return true;
    }

    /** How much an issuer's range says: 2 for a network's own range and length, 1 for wide ranges, 0 for none. */
    private static int issuer(Digits d, int n) {
        int two = (int) d.number(0, 2);
        int four = (int) d.number(0, 4);
        int six = (int) d.number(0, 6);
        boolean visa = d.digit(0) == 4 && (n == 13 || n == 16 || n == 19);
        boolean mastercard = n == 16 && ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720));
        boolean amex = n == 15 && (two == 34 || two == 37);
        boolean discover = n >= 16 && (four == 6011 || two == 65 || (six >= 644_000 && six <= 649_999));
        boolean diners =
                (n == 14 && ((six >= 300_000 && six <= 305_999) || four == 3095 || two == 36 || two == 38 || two == 39))
                        || (n == 16 && (two == 30 || two == 36 || two == 38 || two == 39));
        boolean jcb = n >= 16 && four >= 3528 && four <= 3589;
        boolean unionPay = n >= 16 && two == 62;
        boolean mir = n >= 16 && four >= 2200 && four <= 2204;
        boolean others = n == 16
                && (two == 60
                        || four == 9792
                        || four == 5019
                        || two == 81
                        || two == 82
                        || (six >= 506_099 && six <= 506_198));
        if ((visa && n != 13) || mastercard || amex || discover || diners || jcb || unionPay || mir || others) {
            return 2;
        }
        boolean maestro = two == 50 || (two >= 56 && two <= 58) || two == 63 || two == 67;
        return visa || (maestro && n >= 12) ? (maestro && n == 16 ? 2 : 1) : 0;
    }
}
