package dev.headgate.plugin.redaction.detect;

import java.util.Locale;
import java.util.Set;

/**
 * What is assigned to a name that speaks of secrets, and how likely it is one.
 *
 * @param name in small letters
 * @param text of a long value the beginning
 * @param quoted whether it ends in the quote it began with
 * @param end where it ends in the text
 */
record AssignedValue(Scan scan, Operator.Value value, String name, String text, boolean quoted, int end) {
    /** Words of names in code that hold or make secrets, and so are none. */
    private static final String[] OF_CODE = {
        "pass", "pwd", "secret", "token", "key", "field", "input", "value", "config", "self", "this", "args", "opt",
        "param", "prompt", "hash", "user", "get", "new", "crypt", "random", "cred", "env"
    };

    /** Names beside which connection strings have their passwords. */
    private static final String[] OF_CONNECTIONS = {
        "user id=", "uid=", "server=", "data source=", "user=", "username=", "host=", "database=", "driver=", "userid="
    };

    private static final Set<String> ABOUT_PASSWORDS = Set.of("required", "optional", "changed", "reset", "missing");

    /** In percent; 0 for no secret. */
    int confidence(SecretName.Sort sort) {
        char next = next();
        if (!quoted && (next == '(' || next == '[' || next == '{')) {
            return 0;
        }
        return switch (sort) {
            case PASSWORD -> password(next);
            case KEY -> key();
            case BARE_KEY ->
                Plausible.isRandom(text) && text.length() >= 20 && !SecretName.isPublic(scan, value.nameStart())
                        ? 60
                        : 0;
        };
    }

    /** What stands after it, as far as that is known of a value as long as may be. */
    private char next() {
        return text.length() < Finding.LONGEST ? scan.at(end) : 0;
    }

    private int key() {
        if (Plausible.isUuid(text)) {
            return name.contains("session") || StandIns.isFilling(text) ? 0 : 55;
        }
        if (Plausible.isRandom(text)) {
            return 80;
        }
        // A secret somebody chose, where it stands in quotes.
        boolean named = name.equals("secret") || name.startsWith("secret_key");
        if (!named || !quoted || text.length() < 8) {
            return 0;
        }
        boolean chosen = Plausible.isPassword(text) || value.compared();
        return chosen && !StandIns.isStandIn(text) && text.indexOf(' ') < 0 && !isReference() ? 55 : 0;
    }

    private int password(char next) {
        if (StandIns.isVariable(text) || text.length() < (quoted ? 4 : 5)) {
            return 0;
        }
        if (!quoted && next == ';' && value.assigned() && !isPath() && (value.tight() || inConnectionString())) {
            return 60;
        }
        if (!quoted && isLine()) {
            return 55;
        }
        if (StandIns.isStandIn(text) || isReference()) {
            return 0;
        }
        return quoted ? quotedPassword() : barePassword();
    }

    private int quotedPassword() {
        if (text.indexOf(' ') >= 0) {
            // A phrase of few words, where nothing but a value can stand.
            return value.assigned() && isFewWords() ? 50 : 0;
        }
        if (Plausible.isPassword(text)) {
            return 80;
        }
        if (ABOUT_PASSWORDS.contains(text.toLowerCase(Locale.ROOT)) || text.endsWith(":")) {
            return 0;
        }
        if (value.sentence()) {
            return value.told() || isDirective() ? 55 : 0;
        }
        return text.length() < 6 ? 0 : 55;
    }

    private int barePassword() {
        if (isPath()) {
            return 0;
        }
        if (Plausible.isPassword(text)) {
            return value.sentence() ? 60 : 70;
        }
        return value.assigned() && text.length() >= 6 && !isOfCode() ? 50 : 0;
    }

    /** Whether a name and a quoted value are all there is on a line, as in Gradle's and Ruby's configuration. */
    private boolean isDirective() {
        int at = value.nameStart();
        while (at > 0 && value.nameStart() - at < 24 && (scan.at(at - 1) == ' ' || scan.at(at - 1) == '\t')) {
            at--;
        }
        return (at == 0 || scan.at(at - 1) == '\n') && (end + 1 >= scan.length || scan.at(end + 1) == '\n');
    }

    /** Whether it is what a line of a file of settings assigns: nothing before the name, an equals sign, nothing after. */
    private boolean isLine() {
        if (!value.assigned() || !value.tight() || isPath() || StandIns.isWord(text)) {
            return false;
        }
        int at = value.nameStart();
        while (at > 0 && value.nameStart() - at < 36 && isOfName(scan.at(at - 1))) {
            at--;
        }
        char before = scan.at(at - 1);
        char after = next();
        return (at == 0 || before == '\n')
                && (after == 0 || after == '\n' || after == '\r' || (after == ' ' && scan.at(end + 1) == '#'))
                && !StandIns.isStandIn(text);
    }

    private static boolean isOfName(char c) {
        return Chars.isAlnum(c) || c == '_' || c == '.' || c == '-' || c == '#' || c == ' ';
    }

    private boolean inConnectionString() {
        String before = scan.text
                .substring(Math.max(0, value.nameStart() - 40), value.nameStart())
                .toLowerCase(Locale.ROOT);
        if (before.indexOf(';') < 0) {
            return false;
        }
        for (String other : OF_CONNECTIONS) {
            if (before.contains(other)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it is an expression of names with dots between them. */
    private boolean isPath() {
        boolean dot = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            dot |= c == '.';
            if (c != '.' && c != '_' && !Chars.isAlnum(c)) {
                return false;
            }
        }
        return dot && !Chars.isDigit(text.charAt(0));
    }

    /** Whether it names a place: a path, a selector, a resource, an action. */
    private boolean isReference() {
        char first = text.charAt(0);
        String lower = text.toLowerCase(Locale.ROOT);
        boolean speaks = lower.contains("passw") || lower.contains("secret") || lower.contains("token");
        return (first == '/' && text.indexOf('/', 1) > 0)
                || lower.startsWith("arn:")
                || lower.contains("://")
                || (speaks
                        && (first == '#'
                                || first == '.'
                                || first == '/'
                                || text.indexOf('/') > 0
                                || text.indexOf(':') > 0));
    }

    private boolean isFewWords() {
        int blanks = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            blanks += c == ' ' ? 1 : 0;
            if (c != ' ' && !(c >= 'a' && c <= 'z')) {
                return false;
            }
        }
        return blanks <= 1 && text.length() <= 24 && !StandIns.isWord(text.substring(0, text.indexOf(' ')));
    }

    private boolean isOfCode() {
        String lower = text.toLowerCase(Locale.ROOT);
        for (String word : OF_CODE) {
            if (lower.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
