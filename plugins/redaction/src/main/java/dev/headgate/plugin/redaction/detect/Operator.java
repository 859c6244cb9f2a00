package dev.headgate.plugin.redaction.detect;

/** What stands between a name and the value that is assigned to it. */
final class Operator {
    /**
     * Where a value begins.
     *
     * @param quote what it stands in, or 0
     * @param assigned whether an equals sign makes it the name's
     * @param tight whether nothing stands between them but the operator
     * @param sentence whether words, or nothing but a blank, make it the name's
     */
    record Value(int nameStart, int from, char quote, boolean assigned, boolean tight, boolean sentence, Said said) {
        private static final Value NONE = new Value(0, -1, (char) 0, false, false, false, Said.NOTHING);

        /** Whether the name is compared to it. */
        boolean compared() {
            return said == Said.COMPARED;
        }

        /** Whether a sentence says that the name is this. */
        boolean told() {
            return said == Said.TOLD;
        }
    }

    /** What else is known of what makes a value the name's. */
    enum Said {
        NOTHING,
        COMPARED,
        TOLD
    }

    private static final int LONGEST_CLAUSE = 32;

    private static final String[] SCHEMES = {
        "bearer ", "basic ", "token ", "apikey ", "ssws ", "key ", "string:", "bot "
    };

    private Operator() {}

    /** The value of the name that begins at {@code nameStart} and ends at {@code nameEnd}. */
    static Value after(Scan scan, int nameStart, int nameEnd, int limit) {
        int at = nameEnd;
        char before = scan.at(at);
        boolean quotedName = before == '"' || before == '\'' || before == '`' || before == '\\';
        while (at < limit && closes(scan.at(at))) {
            at++;
        }
        int closed = at;
        at = blanks(scan, at, limit);
        boolean blank = at > closed;
        char c = scan.at(at);
        boolean assigned = false;
        boolean sentence = false;
        Said said = Said.NOTHING;
        int told = blank ? told(scan, at, limit) : -1;
        if ((c == '!' || c == '=') && scan.at(at + 1) == '=') {
            at += scan.at(at + 2) == '=' ? 3 : 2;
            said = Said.COMPARED;
        } else if (c == '='
                || c == ':'
                || (c == '-' && scan.at(at + 1) == '>')
                || (c == '+' && scan.at(at + 1) == '=')) {
            assigned = c == '=' || (c == ':' && scan.at(at + 1) == '=');
            while (at < limit
                    && (scan.at(at) == '='
                            || scan.at(at) == ':'
                            || scan.at(at) == '>'
                            || scan.at(at) == '-'
                            || scan.at(at) == '+')) {
                at++;
            }
            if (scan.at(at) == '<' || scan.at(at) == '(' || isEndOfLabel(scan, nameStart, at)) {
                return Value.NONE;
            }
        } else if (c == '(' || (c == ',' && quotedName) || (c == '>' && !blank)) {
            at++;
        } else if (scan.text.regionMatches(true, at, "value=", 0, 6)) {
            at += 6;
        } else if (told >= 0) {
            at = told;
            sentence = true;
            said = Said.TOLD;
        } else if (!blank || (!isFlag(scan, nameStart) && !(c == '"' || c == '\'') && !isMachine(scan, nameStart))) {
            return Value.NONE;
        } else {
            sentence = c == '"' || c == '\'';
        }
        int operatorEnd = at;
        at = blanks(scan, at, limit);
        boolean tight = !blank && at == operatorEnd;
        for (int n = 0; n < 2 && !sentence; n++) {
            for (String scheme : SCHEMES) {
                if (scan.text.regionMatches(true, at, scheme, 0, scheme.length())) {
                    at += scheme.length();
                }
            }
            int opened = at;
            while (at < limit && (scan.at(at) == '\\' || (scan.at(at) == '@' && scan.at(at + 1) == '"'))) {
                at++;
            }
            char quote = scan.at(at);
            if (quote == '"' || quote == '\'' || quote == '`') {
                boolean escaped = at > opened && scan.at(at - 1) == '\\';
                // A quote in quotes, as in '"…"'.
                char inner = scan.at(at + 1);
                int from = (inner == '"' || inner == '\'') && inner != quote ? at + 2 : at + 1;
                int value = from;
                for (String scheme : SCHEMES) {
                    if (scan.text.regionMatches(true, from, scheme, 0, scheme.length())) {
                        value = from + scheme.length();
                    }
                }
                return new Value(
                        nameStart, value, escaped ? '\\' : from > at + 1 ? inner : quote, assigned, tight, false, said);
            }
            if (at == opened) {
                break;
            }
        }
        char quote = scan.at(at);
        if (quote == '"' || quote == '\'' || quote == '`') {
            return new Value(nameStart, at + 1, quote, false, false, true, said);
        }
        return at > limit ? Value.NONE : new Value(nameStart, at, (char) 0, assigned, tight, sentence, said);
    }

    /** Where what a sentence says the name is begins, as in {@code password for "ann" is}, or -1. */
    private static int told(Scan scan, int from, int limit) {
        int at = from;
        if (scan.text.regionMatches(true, at, "for ", 0, 4)) {
            int stop = Math.min(limit, from + LONGEST_CLAUSE);
            while (at < stop && !scan.text.regionMatches(true, at, " is ", 0, 4)) {
                if (scan.at(at) < ' ' || scan.at(at) == '.') {
                    return -1;
                }
                at++;
            }
            at++;
        }
        if (at >= limit || !scan.text.regionMatches(true, at, "is ", 0, 3)) {
            return -1;
        }
        at += 3;
        return scan.at(at) == ':' ? at + 1 : at;
    }

    /** Whether a quote ends what the name itself stands in, as in {@code "Password:"}. */
    private static boolean isEndOfLabel(Scan scan, int nameStart, int at) {
        char quote = scan.at(at);
        return (quote == '"' || quote == '\'')
                && scan.at(nameStart - 1) == quote
                && ",;)]} ".indexOf(scan.at(at + 1)) >= 0;
    }

    private static boolean closes(char c) {
        return c == '"' || c == '\'' || c == '`' || c == ']' || c == ')' || c == '\\' || c == '}';
    }

    private static int blanks(Scan scan, int from, int limit) {
        int at = from;
        while (at < limit && (scan.at(at) == ' ' || scan.at(at) == '\t')) {
            at++;
        }
        return at;
    }

    /** Whether a name is an option of a command. */
    private static boolean isFlag(Scan scan, int nameStart) {
        int at = nameStart;
        while (nameStart - at < 24
                && (Chars.isAlnum(scan.at(at - 1)) || scan.at(at - 1) == '-' || scan.at(at - 1) == '_')) {
            at--;
        }
        return scan.at(at) == '-' && scan.at(at - 1) <= ' ';
    }

    /** Whether a name is one of the words of a netrc file. */
    private static boolean isMachine(Scan scan, int nameStart) {
        String before = scan.text.substring(Math.max(0, nameStart - 40), nameStart);
        return before.contains("login ");
    }
}
