package dev.headgate.wire;

/** Why a stream of events was given up. It carries no stack; the parser that threw it is of no use afterwards. */
public final class SseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** The reasons for giving a stream up. */
    public enum Kind {
        /** One event, its comments and line ends included, is larger than allowed. */
        TOO_LARGE
    }

    SseException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
