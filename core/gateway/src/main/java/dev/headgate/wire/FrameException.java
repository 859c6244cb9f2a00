package dev.headgate.wire;

/** Why a stream of frames was given up. It carries no stack; the parser that threw it is of no use afterwards. */
public final class FrameException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** The reasons for giving a stream up. */
    public enum Kind {
        /** The lengths that a frame begins with are not what was sent: their checksum is another. */
        PRELUDE,
        /** The lengths contradict each other. */
        LENGTH,
        /** A frame is longer than allowed. */
        TOO_LARGE,
        /** The bytes of a frame are not what was sent: their checksum is another. */
        CHECKSUM,
        /** The headers of a frame do not fill the room that is theirs. */
        HEADERS
    }

    FrameException(Kind kind, String message) {
        super(message, null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
