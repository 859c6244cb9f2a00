package dev.headgate.plugin.redaction;

import java.util.Locale;

/** Which way a text goes. */
enum Side {
    REQUEST,
    ANSWER;

    /** The word for metric labels. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
