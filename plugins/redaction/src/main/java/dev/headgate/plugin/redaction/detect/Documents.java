package dev.headgate.plugin.redaction.detect;

import java.util.Set;

/** Numbers of passports and driving licences, which only a word beside them tells from other numbers. */
final class Documents {
    private final Kind kind;
    private final int context;
    private final int shortest;
    private final int longest;

    private Documents(Kind kind, int context, int shortest, int longest) {
        this.kind = kind;
        this.context = context;
        this.shortest = shortest;
        this.longest = longest;
    }

    static void register(Triggers.Builder to, Set<Kind> kinds) {
        if (kinds.contains(Kind.PASSPORT)) {
            to.number(new Documents(Kind.PASSPORT, to.context(Context.PASSPORT), 6, 9)::met);
        }
        if (kinds.contains(Kind.DRIVING_LICENCE)) {
            to.number(new Documents(Kind.DRIVING_LICENCE, to.context(Context.DRIVING_LICENCE), 7, 18)::met);
        }
    }

    private void met(Scan scan, Digits d) {
        if (!scan.hasContext(context, d.start() - 4) && !scan.hasContext(context, d.start())) {
            return;
        }
        Word word = Word.orNumberAround(scan, d.start());
        if (word.length() >= shortest
                && word.length() <= longest
                && word.digits() >= 5
                && scan.hasContext(context, word.start())
                && word.isLike("*".repeat(word.length()))
                && !Chars.isDigit(scan.at(word.end() + 1))) {
            scan.found(kind, word.start(), word.end(), 75);
        }
    }
}
