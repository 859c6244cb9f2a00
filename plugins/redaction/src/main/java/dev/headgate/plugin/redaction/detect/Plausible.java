package dev.headgate.plugin.redaction.detect;

import java.util.Locale;
import java.util.Set;

/** Tells values that may be secrets from what stands in their place in code, documents and examples. */
final class Plausible {
    private static final Set<String> WORDS = Set.of(
            "string",
            "str",
            "null",
            "none",
            "nil",
            "true",
            "false",
            "undefined",
            "required",
            "optional",
            "number",
            "integer",
            "boolean",
            "object",
            "array",
            "text",
            "bytes",
            "byte",
            "char",
            "void",
            "any",
            "unknown",
            "default",
            "empty",
            "invalid",
            "incorrect",
            "missing",
            "hidden",
            "disabled",
            "enabled",
            "changed",
            "expired",
            "protected",
            "generated",
            "encrypted",
            "redacted",
            "removed",
            "masked",
            "filtered",
            "varchar",
            "localhost",
            "example",
            "sample",
            "dummy",
            "placeholder",
            "changeme",
            "change-me",
            "change_me",
            "tbd",
            "todo",
            "not-set",
            "not_set",
            "notset",
            "unset",
            "yes",
            "no",
            "and",
            "or",
            "the",
            "for",
            "with",
            "from",
            "this",
            "that",
            "your",
            "must",
            "should",
            "will",
            "can");

    private static final String[] STAND_INS = {
        "your",
        "example",
        "placeholder",
        "changeme",
        "change_me",
        "change-me",
        "insert",
        "replace",
        "xxxx",
        "****",
        "....",
        "####",
        "____",
        "<",
        ">",
        "${",
        "{{",
        "}}",
        "$(",
        "%(",
        "#{",
        "<%",
        "todo",
        "fixme",
        "dummy",
        "redacted",
        "_here",
        "-here",
        "my-",
        "my_",
        "some-",
        "some_",
        "sample",
        "not-a-",
        "not_a_",
        "process.env",
        "os.environ",
        "getenv",
        "env.",
        "config.",
        "abcdefg",
        "1234567890",
        "0123456",
        "deadbeef",
        "\u2022"
    };

    private Plausible() {}

    /** Whether a value is a name for one: a variable, a template, a command's result. */
    static boolean isVariable(String value) {
        char first = value.charAt(0);
        return (first == '$'
                        && value.length() > 1
                        && (Character.isLetter(value.charAt(1)) || "{(_".indexOf(value.charAt(1)) >= 0))
                || (first == '<' && value.endsWith(">"))
                || (first == '{' && value.endsWith("}"))
                || (first == '[' && value.endsWith("]"))
                || (first == '%' && (value.endsWith("%") || value.length() == 2))
                || value.contains("${")
                || value.contains("{{")
                || value.contains("#{")
                || value.chars()
                        .allMatch(
                                c -> c == '*' || c == '.' || c == 'x' || c == 'X' || c == '#' || c == '_' || c == '-');
    }

    /** Whether a value says of itself that it is none. */
    static boolean isStandIn(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        for (String standIn : STAND_INS) {
            if (lower.contains(standIn)) {
                return true;
            }
        }
        return WORDS.contains(lower);
    }

    /** Whether a value is made like a password somebody chose: more than one class of characters. */
    static boolean isPassword(String value) {
        if (value.length() < 5 || isVariable(value) || WORDS.contains(value.toLowerCase(Locale.ROOT))) {
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
        if (value.length() < 16 || isVariable(value) || isStandIn(value)) {
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
        for (int i = 0; i <= value.length(); i++) {
            if (i < value.length() && Character.isLetter(value.charAt(i))) {
                run++;
            } else {
                words += run >= 4 ? run : 0;
                run = 0;
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
