package dev.headgate.bench;

/** A document one part of which is measured: what stands between two marks is replaced, the rest is left alone. */
final class MarkedText {
    static final String BEGIN = "<!-- measured: begin -->";
    static final String END = "<!-- measured: end -->";

    private MarkedText() {}

    /** @throws IllegalArgumentException when the marks are not there once each and in this order */
    static String replace(String document, String measured) {
        int begin = document.indexOf(BEGIN);
        int end = document.indexOf(END);
        if (begin < 0
                || end < begin
                || document.indexOf(BEGIN, begin + 1) >= 0
                || document.indexOf(END, end + 1) >= 0) {
            throw new IllegalArgumentException(
                    "the document needs one line %s and after it one line %s".formatted(BEGIN, END));
        }
        return document.substring(0, begin + BEGIN.length()) + "\n\n" + measured.strip() + "\n\n"
                + document.substring(end);
    }
}
