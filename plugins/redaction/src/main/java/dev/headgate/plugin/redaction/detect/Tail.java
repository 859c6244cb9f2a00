package dev.headgate.plugin.redaction.detect;

/** Follows a long finding through a stream to its end, without keeping any of it. */
interface Tail {
    /** Of a finding whose end is known. */
    Tail NONE = (text, from) -> from;

    /** Where in more text the finding ends, or -1 when it goes on beyond it. */
    int end(String text, int from);

    /** Of a finding that goes on as long as its characters are of a class. */
    static Tail of(Chars.Set set) {
        return (text, from) -> {
            int at = from;
            while (at < text.length() && set.has(text.charAt(at))) {
                at++;
            }
            return at < text.length() ? at : -1;
        };
    }
}
