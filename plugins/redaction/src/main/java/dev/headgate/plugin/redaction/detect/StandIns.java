package dev.headgate.plugin.redaction.detect;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** What stands in the place of secrets in code, documents and examples: variables, templates, words to the reader, fillings. */
final class StandIns {
    private static final Set<String> WORDS = Set.of("""
            string str null none nil true false undefined required optional number integer boolean object array
            text bytes byte char void any unknown default empty invalid incorrect missing hidden disabled
            enabled changed expired protected generated encrypted redacted removed masked filtered varchar
            localhost example sample dummy placeholder changeme change-me change_me tbd todo not-set not_set
            notset unset yes no and or the for with from this that your must should will can""".split("\\s+"));

    /** Parts of values that say so, whatever stands around them. */
    private static final List<String> PARTS = List.of("""
            your example placeholder changeme change_me change-me insert replace xxxx **** #### ____ ${ {{ %(
            #{ todo fixme dummy redacted _here -here my- my_ some- some_ sample not-a- not_a_ process.env
            os.environ getenv env. config. abcdefg 1234567890 0123456 deadbeef \u2022""".split("\\s+"));

    /** Parts of values by which a text speaks to whoever reads it. */
    private static final List<String> TO_THE_READER = Stream.of(
                    "your", "placeholder", "_here", "-here", "goes", "replace", "insert", "redacted", "changeme")
            .flatMap(part -> Stream.of(part, part.toUpperCase(Locale.ROOT)))
            .toList();

    private StandIns() {}

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
        for (String part : PARTS) {
            if (lower.contains(part)) {
                return true;
            }
        }
        return WORDS.contains(lower) || isTagged(lower) || isInOrder(lower);
    }

    /** Whether a value is a word that is a type, a literal of a language or a remark, and no value. */
    static boolean isWord(String value) {
        return WORDS.contains(value.toLowerCase(Locale.ROOT));
    }

    /** Whether part of a text tells the reader, in small letters or in capitals, to put something else there. */
    static boolean speaksToTheReader(String text, int start, int end) {
        String span = text.substring(start, end);
        for (String part : TO_THE_READER) {
            if (span.contains(part)) {
                return true;
            }
        }
        return false;
    }

    /** Whether a value is the same few characters all along, as in {@code 00000000-0000-0000-0000-000000000000}. */
    static boolean isFilling(String value) {
        return value.chars().distinct().count() <= 3;
    }

    /** Whether a name stands in angle brackets, as in {@code <your key>}, or the command of a template. */
    private static boolean isTagged(String value) {
        int open = value.indexOf('<');
        if (open < 0 || open + 2 >= value.length()) {
            return value.contains("&lt;");
        }
        int at = open + 1;
        while (at < value.length()
                && (Character.isLetter(value.charAt(at)) || " _-/%=".indexOf(value.charAt(at)) >= 0)) {
            at++;
        }
        return at < value.length() ? value.charAt(at) == '>' && at > open + 1 : open == 0;
    }

    /** Whether most of its letters follow each other as in the alphabet, as in {@code a1b2c3d4e5}. */
    private static boolean isInOrder(String value) {
        int letters = 0;
        int inOrder = 0;
        int last = 0;
        boolean hex = true;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 'a' && c <= 'z') {
                letters++;
                hex &= c <= 'f';
                inOrder += Math.abs(c - last) == 1 ? 1 : 0;
                last = c;
            }
        }
        return letters >= 10 && inOrder * 5 >= (letters - 1) * (hex ? 4 : 3);
    }
}
