package dev.headgate.dispatch;

import java.util.Locale;

/** How one call of a filter went. */
public enum FilterOutcome {
    /** It did what it is for; refusing a request is that too. */
    KEPT,
    /** It threw, failed with something that is no failure of the gateway's, or returned nothing. */
    FAILED,
    /** It took longer than its time limit. */
    TIMED_OUT,
    /** It held up the event loop, though it is not declared as blocking. */
    BLOCKED,
    /** The caller left before it had ended, which says nothing about it. */
    ABANDONED,
    /** It was not called, because it kept failing. */
    BENCHED;

    /** The word for logs and metric labels. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
