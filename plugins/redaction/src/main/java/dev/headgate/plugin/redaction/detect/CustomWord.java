package dev.headgate.plugin.redaction.detect;

/** A word of the settings, or several with blanks between them. */
record CustomWord(String kind, String word, boolean ignoreCase) {
    /** The most characters of one. */
    static final int LONGEST = 96;

    CustomWord {
        if (word.isBlank() || word.length() > LONGEST || !word.equals(word.strip())) {
            throw new IllegalArgumentException("a word is 1 to " + LONGEST + " characters without blanks around it");
        }
    }

    void register(Triggers.Builder to) {
        to.literal(word, this::met);
    }

    private void met(Scan scan, int start, int end) {
        if (goesOn(scan, start, start - 1) || goesOn(scan, end - 1, end)) {
            return;
        }
        if (scan.mayGoOn(end)) {
            scan.open(start);
        } else if (ignoreCase || scan.text.startsWith(word, start)) {
            scan.found(kind, start, end, 90);
        }
    }

    /** Whether the word goes on from one of its ends to what stands beside it. */
    private static boolean goesOn(Scan scan, int inside, int outside) {
        return Chars.isAlnum(scan.at(inside)) && Chars.isAlnum(scan.at(outside));
    }
}
