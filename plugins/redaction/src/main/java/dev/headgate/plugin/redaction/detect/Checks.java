package dev.headgate.plugin.redaction.detect;

/** Check digits that several numbers share. */
final class Checks {
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
}
