package dev.headgate.plugin.redaction.detect;

/** Tells values that may be secrets by what they are made of. */
final class Plausible {
    private Plausible() {}

    /** Whether a value is made like a password somebody chose: more than one class of characters. */
    static boolean isPassword(String value) {
        if (value.length() < 5 || StandIns.isVariable(value) || StandIns.isWord(value)) {
            return false;
        }
        return mixed(value);
    }

    private static boolean mixed(String value) {
        boolean letter = false;
        boolean other = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (Character.isLetter(c)) {
                letter = true;
            } else if (c != '.' && c != '-' && c != '_' && c != '/' && c != ' ') {
                other = true;
            }
        }
        return letter && other;
    }

    /** Whether a value may have been drawn at random: long, letters and digits, and no character too often. */
    static boolean isRandom(String value) {
        return isRandom(value, 16);
    }

    /** The same of a value that may be as short as {@code least}. */
    static boolean isRandom(String value, int least) {
        if (value.length() < least || StandIns.isVariable(value) || StandIns.isStandIn(value)) {
            return false;
        }
        int[] counts = new int[128];
        int digits = 0;
        int upper = 0;
        int lower = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c <= ' ' || c >= 128) {
                return false;
            }
            counts[c]++;
            digits += Chars.isDigit(c) ? 1 : 0;
            upper += Chars.isUpper(c) ? 1 : 0;
            lower += c >= 'a' && c <= 'z' ? 1 : 0;
        }
        if (upper + lower == 0 || (digits == 0 && (upper < 4 || lower < 4 || value.length() < 24))) {
            return false;
        }
        return entropy(counts, value.length()) >= (value.length() < 24 ? 2.9 : 3.0) && !isName(value, digits);
    }

    /** Whether it is words with punctuation between them, and perhaps a number after one. */
    private static boolean isName(String value, int digits) {
        int words = 0;
        int run = 0;
        int humps = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i < value.length() && Character.isLetter(value.charAt(i))) {
                humps += run > 0 && Chars.isUpper(value.charAt(i)) && !Chars.isUpper(value.charAt(i - 1)) ? 1 : 0;
                run++;
            } else {
                words += run >= 4 && humps * 4 <= run ? run : 0;
                run = 0;
                humps = 0;
            }
        }
        return digits <= 3
                && words >= value.length() * 3 / 5
                && (value.indexOf('-') > 0
                        || value.indexOf('_') > 0
                        || value.indexOf('.') > 0
                        || value.indexOf('/') > 0);
    }

    static boolean isUuid(String value) {
        if (value.length() != 36) {
            return false;
        }
        for (int i = 0; i < 36; i++) {
            char c = value.charAt(i);
            if ((i == 8 || i == 13 || i == 18 || i == 23) ? c != '-' : !Chars.isHex(c)) {
                return false;
            }
        }
        return true;
    }

    /** Shannon's, in bits for each character. */
    private static double entropy(int[] counts, int length) {
        double sum = 0;
        for (int count : counts) {
            if (count > 0) {
                double p = (double) count / length;
                sum -= p * Math.log(p) / Math.log(2);
            }
        }
        return sum;
    }
}
