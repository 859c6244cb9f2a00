package dev.headgate.plugin.redaction.detect;

import java.util.Locale;

/**
 * Values assigned to names that speak of secrets ({@link SecretName}), in code, configuration, command lines, headers and
 * sentences: {@code api_key = "…"}, {@code --password …}, {@code Password=…;}, {@code <secret>…</secret>}. What makes a
 * value a secret is told by {@link AssignedValue}; the name alone does not.
 */
final class Assignment {
    private static final Chars.Set BARE = Chars.set("A-Za-z0-9_.+/~!@#$%^*?:=-");
    private static final Tail TAIL = Tail.of(BARE);

    /** How far after its name a value may begin. */
    private static final int REACH = 56;

    private Assignment() {}

    static void register(Triggers.Builder to) {
        SecretName.register(to, Assignment::met);
    }

    private static void met(SecretName.Sort sort, Scan scan, int start, int end) {
        var value = Operator.after(scan, start, end, start + REACH);
        if (value.from() >= 0 && value.from() < scan.length && !scan.isInsideLong(value.from())) {
            look(scan, value, sort, scan.text.substring(start, end).toLowerCase(Locale.ROOT));
        }
    }

    private static void look(Scan scan, Operator.Value value, SecretName.Sort sort, String name) {
        int from = value.from();
        int stop = Math.min(scan.length, from + Finding.LONGEST + 1);
        int end = from;
        char quote = value.quote();
        while (end < stop && (quote == 0 ? BARE.has(scan.text.charAt(end)) : inQuotes(scan.text.charAt(end), quote))) {
            end++;
        }
        boolean isLong = end - from > Finding.LONGEST;
        if (!isLong && scan.mayGoOn(end + 2)) {
            scan.open(from);
            return;
        }
        boolean closed = !isLong && quote != 0 && scan.at(end) == quote;
        if (quote != 0 && !closed) {
            // No value has line ends or is that long: what it begins with is looked at as if it were bare.
            end = from;
            while (end < stop && BARE.has(scan.text.charAt(end))) {
                end++;
            }
            isLong = end - from > Finding.LONGEST;
        }
        if (!closed && !isLong) {
            while (end > from && ".,:;!?".indexOf(scan.at(end - 1)) >= 0 && !value.tight()) {
                end--;
            }
        }
        if (end == from) {
            return;
        }
        String text = scan.text.substring(from, Math.min(end, from + Finding.LONGEST));
        int confidence = new AssignedValue(scan, value, name, text, closed, end).confidence(sort);
        if (confidence == 0 || !scan.wants(confidence)) {
            return;
        }
        int last = isLong ? TAIL.end(scan.text, end) : end;
        if (last < 0 && scan.mayGoOn(scan.length)) {
            scan.foundSoFar(Kind.ASSIGNED_SECRET.label(), from, confidence, TAIL);
        } else {
            scan.found(Kind.ASSIGNED_SECRET, from, last < 0 ? scan.length : last, confidence);
        }
    }

    private static boolean inQuotes(char c, char quote) {
        return c != quote && c >= ' ';
    }
}
