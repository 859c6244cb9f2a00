package dev.headgate.plugin.redaction.detect;

/** Check digits that several numbers share. */
final class Checks {
    private static final int[][] VERHOEFF = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, {1, 2, 3, 4, 0, 6, 7, 8, 9, 5}, {2, 3, 4, 0, 1, 7, 8, 9, 5, 6},
        {3, 4, 0, 1, 2, 8, 9, 5, 6, 7}, {4, 0, 1, 2, 3, 9, 5, 6, 7, 8}, {5, 9, 8, 7, 6, 0, 4, 3, 2, 1},
        {6, 5, 9, 8, 7, 1, 0, 4, 3, 2}, {7, 6, 5, 9, 8, 2, 1, 0, 4, 3}, {8, 7, 6, 5, 9, 3, 2, 1, 0, 4},
        {9, 8, 7, 6, 5, 4, 3, 2, 1, 0}
    };

    private static final int[] PERMUTATION = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

    private Checks() {}

    /** ISO/IEC 7812-1, annex B. */
    static boolean luhn(Digits d, int from, int to) {
        int sum = 0;
        boolean twice = false;
        for (int i = to - 1; i >= from; i--) {
            int digit = d.digit(i);
            if (twice) {
                digit *= 2;
                digit = digit > 9 ? digit - 9 : digit;
            }
            sum += digit;
            twice = !twice;
        }
        return sum % 10 == 0;
    }

    /** The sum of digits times their weights. */
    static int weighed(Digits d, int from, int... weights) {
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += d.digit(from + i) * weights[i];
        }
        return sum;
    }

    /** ISO/IEC 7064, MOD 11,10. */
    static boolean mod11And10(Digits d, int n) {
        int product = 10;
        for (int i = 0; i < n - 1; i++) {
            int sum = (d.digit(i) + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }
        return (11 - product) % 10 == d.digit(n - 1);
    }

    /** Verhoeff's dihedral check. */
    static boolean verhoeff(Digits d, int n) {
        int check = 0;
        for (int i = 0; i < n; i++) {
            int digit = d.digit(n - 1 - i);
            for (int p = 0; p < i % 8; p++) {
                digit = PERMUTATION[digit];
            }
            check = VERHOEFF[check][digit];
        }
        return check == 0;
    }

    /** Whether two digits each at three places are a day of some year; 0 to 99. */
    static boolean date(Digits d, int year, int month, int day) {
        return day(
                (int) d.number(year, year + 2) + 2000, (int) d.number(month, month + 2), (int) d.number(day, day + 2));
    }

    static boolean day(int year, int month, int day) {
        if (month < 1 || month > 12 || day < 1) {
            return false;
        }
        int longest = switch (month) {
            case 2 -> year % 4 == 0 ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
        return day <= longest;
    }

    /** Whether all digits are the same. */
    static boolean same(Digits d, int n) {
        for (int i = 1; i < n; i++) {
            if (d.digit(i) != d.digit(0)) {
                return false;
            }
        }
        return true;
    }
}
