package dev.headgate.plugin.redaction.detect;

/**
 * A piece of a text that is something to be kept from others.
 *
 * @param kind what it is: the name of a {@link Kind}, or of a pattern or word list of the settings
 * @param confidence between 0 and 1; what passed a checksum or bears an issuer's own mark is near 1
 */
public record Finding(String kind, int start, int end, double confidence) {
    /**
     * The most characters of one finding that are ever looked at to tell it from others. What is longer is found to its
     * end all the same, but in a stream given out as these first characters and a mark.
     */
    public static final int LONGEST = 112;

    /** How many characters it is. */
    public int length() {
        return end - start;
    }

    /** Whether it is longer than what is ever held back of a stream. */
    public boolean isLong() {
        return length() > LONGEST;
    }

    /** What it is told from others by, in a whole text as in a stream: the text of it, or of a long one its beginning. */
    public String value(String text) {
        return text.substring(start, isLong() ? start + LONGEST : end);
    }
}
