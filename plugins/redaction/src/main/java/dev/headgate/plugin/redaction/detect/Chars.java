package dev.headgate.plugin.redaction.detect;

/** Classes of characters. */
final class Chars {
    /** A set of ASCII characters, of which others than ASCII are or are not all members. */
    static final class Set {
        private final long low;
        private final long high;
        private final boolean others;

        private Set(long low, long high, boolean others) {
            this.low = low;
            this.high = high;
            this.others = others;
        }

        boolean has(char c) {
            return c < 64 ? (low >>> c & 1) != 0 : c < 128 ? (high >>> (c - 64) & 1) != 0 : others;
        }
    }

    static final Set DIGITS = set("0-9");
    static final Set UPPER = set("A-Z0-9");
    static final Set HEX = set("0-9a-fA-F");
    static final Set ALNUM = set("A-Za-z0-9");
    static final Set BASE64 = set("A-Za-z0-9+/=");
    static final Set BASE64URL = set("A-Za-z0-9_-");

    private Chars() {}

    /** The characters and ranges named, as between the brackets of a regular expression; a hyphen stands last. */
    static Set set(String members) {
        long low = 0;
        long high = 0;
        for (int i = 0; i < members.length(); i++) {
            char from = members.charAt(i);
            char to = from;
            if (i + 2 < members.length() && members.charAt(i + 1) == '-') {
                to = members.charAt(i + 2);
                i += 2;
            }
            for (char c = from; c <= to; c++) {
                if (c < 64) {
                    low |= 1L << c;
                } else {
                    high |= 1L << (c - 64);
                }
            }
        }
        return new Set(low, high, false);
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    /** A letter or digit of any script. */
    static boolean isAlnum(char c) {
        return c < 128
                ? (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
                : Character.isLetterOrDigit(c);
    }

    /** A character of a word in the widest sense, which something found by a character inside it may begin with. */
    static boolean isWord(char c) {
        return c < 128 ? WORD.has(c) : Character.isLetterOrDigit(c);
    }

    private static final Set WORD = set("A-Za-z0-9._%+'=/:$#!~*^{}|&?,;@-");
}
