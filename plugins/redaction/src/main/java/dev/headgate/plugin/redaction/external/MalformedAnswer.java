package dev.headgate.plugin.redaction.external;

/** An answer that is not what was asked for. Its message shows nothing of it. */
final class MalformedAnswer extends Exception {
    private static final long serialVersionUID = 1;

    MalformedAnswer(String message) {
        super(message, null, false, false);
    }
}
