package dev.headgate.plugin;

/** Why an archive is not taken as a plugin; the message completes "is refused: ". */
final class RefusedArchive extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedArchive(String reason) {
        super(reason, null, false, false);
    }
}
