package dev.headgate.plugin.redaction;

import java.util.Locale;

/** What is done about something that was found. */
enum Action {
    /** The mask stands in its place. */
    MASK,
    /** A keyed hash stands in its place, the same for the same value wherever it comes from. */
    HASH,
    /** A numbered placeholder stands in its place, the same for the same value, which an answer can be restored from. */
    REPLACE,
    /** The request is refused, or the answer ended. */
    BLOCK,
    /** It is counted and stays. */
    REPORT,
    /** It stays, as if it had not been found. */
    IGNORE;

    /** The word for metric labels. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether something else stands in its place. */
    boolean changes() {
        return this == MASK || this == HASH || this == REPLACE;
    }
}
