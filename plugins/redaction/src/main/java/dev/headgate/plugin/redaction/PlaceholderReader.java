package dev.headgate.plugin.redaction;

import java.util.Locale;
import java.util.function.Predicate;

/**
 * Recognises placeholders as models write them: in any case, with their brackets or underscores escaped for Markdown,
 * HTML, a URL or JSON, with a space inside the brackets, with a hyphen or a space for an underscore. What stands around
 * the brackets, such as quotes, backticks or asterisks, is no part of them.
 */
final class PlaceholderReader {
    /** The text ends before it is clear whether this is a placeholder. */
    static final int OPEN = -1;
    /** No placeholder begins here. */
    static final int NONE = 0;

    /** The most characters that a placeholder may be written in, and so the most that wait for its end. */
    static final int LONGEST = 160;

    private static final int LONGEST_NAME = 48;
    private static final int MOST_BACKSLASHES = 4;
    private static final int MOST_DIGITS = 9;

    private final Predicate<String> mayBegin;
    private final StringBuilder name = new StringBuilder();
    private Spelling spelling = Spelling.PLAIN;

    /**
     * @param mayBegin whether there is a placeholder whose name begins so; anything else is none, which need not be
     *     waited for
     */
    PlaceholderReader(Predicate<String> mayBegin) {
        this.mayBegin = mayBegin;
    }

    /** Whether a placeholder can begin with this character. */
    static boolean begins(char c) {
        return c == '<' || c == '&' || c == '%' || c == '\\';
    }

    /** The name of the placeholder just read, such as {@code EMAIL_1}. */
    String name() {
        return name.toString();
    }

    /** How it was escaped. */
    Spelling spelling() {
        return spelling;
    }

    /** Reads what begins at a place: where it ends, {@link #OPEN} or {@link #NONE}. */
    int read(CharSequence text, int at) {
        int end = placeholder(text, at);
        return end == OPEN && text.length() - at > LONGEST ? NONE : end;
    }

    private int placeholder(CharSequence text, int from) {
        spelling = spelling(text.charAt(from));
        name.setLength(0);
        int at = bracket(text, from, '<', "lt", "60", "3c");
        if (at <= 0) {
            return at;
        }
        if (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        int closing = word(text, at);
        if (closing <= 0) {
            return closing == OPEN && !mayBegin.test(name.toString()) && !mayBegin.test(trimmed()) ? NONE : closing;
        }
        int end = bracket(text, closing, '>', "gt", "62", "3e");
        if (end == NONE || !named() || !mayBegin.test(name.toString())) {
            return NONE;
        }
        return end;
    }

    private static Spelling spelling(char first) {
        return switch (first) {
            case '&' -> Spelling.HTML;
            case '%' -> Spelling.URL;
            default -> Spelling.PLAIN;
        };
    }

    private String trimmed() {
        int length = name.length();
        return length > 0 && name.charAt(length - 1) == '_' ? name.substring(0, length - 1) : name.toString();
    }

    /** Reads the name; where the closing bracket has to begin. */
    private int word(CharSequence text, int from) {
        int at = from;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (isLetterOrDigit(c)) {
                name.append(c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c);
                at++;
            } else if (c == '_' || c == '-' || c == ' ') {
                name.append('_');
                at++;
            } else if (c == '\\') {
                int after = backslashes(text, at);
                if (after == text.length()) {
                    return OPEN;
                }
                if (text.charAt(after) != '_') {
                    return at;
                }
                at = after;
            } else {
                return at;
            }
            if (name.length() > LONGEST_NAME) {
                return NONE;
            }
        }
        return OPEN;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /** Whether what was read is a label and a number; brings it into its form. */
    private boolean named() {
        while (!name.isEmpty() && name.charAt(name.length() - 1) == '_') {
            name.setLength(name.length() - 1);
        }
        int digits = name.length();
        while (digits > 0 && name.charAt(digits - 1) <= '9' && name.charAt(digits - 1) >= '0') {
            digits--;
        }
        return digits > 1
                && digits < name.length()
                && name.length() - digits <= MOST_DIGITS
                && name.charAt(digits) != '0'
                && name.charAt(digits - 1) == '_'
                && name.charAt(0) >= 'A';
    }

    private static int backslashes(CharSequence text, int at) {
        int end = at;
        while (end < text.length() && end - at < MOST_BACKSLASHES && text.charAt(end) == '\\') {
            end++;
        }
        return end;
    }

    /** Reads a bracket in any of its forms: where it ends, {@link #OPEN} or {@link #NONE}. */
    private int bracket(CharSequence text, int at, char plain, String entity, String number, String hex) {
        if (at == text.length()) {
            return OPEN;
        }
        return switch (text.charAt(at)) {
            case '\\' -> {
                int after = backslashes(text, at);
                if (after == text.length()) {
                    yield OPEN;
                }
                if (text.charAt(after) == plain) {
                    yield after + 1;
                }
                spelling = Spelling.JSON;
                yield form(text, after, "u00" + hex);
            }
            case '%' -> form(text, at, "%" + hex);
            case '&' -> {
                int named = form(text, at, "&" + entity + ";");
                int numbered = form(text, at, "&#" + number + ";");
                int inHex = form(text, at, "&#x" + hex + ";");
                yield named == NONE ? (numbered == NONE ? inHex : numbered) : named;
            }
            default -> text.charAt(at) == plain ? at + 1 : NONE;
        };
    }

    private static int form(CharSequence text, int at, String form) {
        for (int i = 0; i < form.length(); i++) {
            if (at + i == text.length()) {
                return OPEN;
            }
            if (Character.toLowerCase(text.charAt(at + i)) != form.charAt(i)) {
                return NONE;
            }
        }
        return at + form.length();
    }

    /** The label that things of this kind have in placeholders. */
    static String label(String kind) {
        return kind.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
