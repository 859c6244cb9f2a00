package dev.headgate.plugin.redaction.detect;

/** A form that is a token's only closely after a word that says so, such as its issuer's name. */
final class Named {
    /** How far after the word it may begin. */
    private static final int REACH = 56;

    private static final Chars.Set INSIDE = Chars.set("A-Za-z0-9_-");

    private final Kind kind;
    private final Shape shape;

    Named(Kind kind, Shape shape) {
        this.kind = kind;
        this.shape = shape;
    }

    void met(Scan scan, int start, int after) {
        int stop = Math.min(scan.length, after + REACH);
        for (int at = after; at < stop; at++) {
            if (Chars.isAlnum(scan.text.charAt(at))
                    && !INSIDE.has(scan.at(at - 1))
                    && shape.at(scan, kind, at, at, 90)) {
                return;
            }
        }
    }
}
