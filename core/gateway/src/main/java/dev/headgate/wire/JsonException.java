package dev.headgate.wire;

/**
 * Why a document was refused: what stands at which byte and what would be right. Of the document's own content only a
 * short member name is ever shown. It carries no stack.
 */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final int offset;

    /** The reasons for refusing a document. */
    public enum Kind {
        /** Not JSON by RFC 8259. */
        SYNTAX,
        /** Not well-formed UTF-8, or text that UTF-8 cannot hold. */
        ENCODING,
        /** An object with two members of one name. */
        DUPLICATE,
        /** JSON, but beyond a limit. */
        LIMIT
    }

    JsonException(Kind kind, String what, int offset) {
        super(what + " (at byte " + offset + ")", null, false, false);
        this.kind = kind;
        this.offset = offset;
    }

    public Kind kind() {
        return kind;
    }

    /** Bytes before the place at fault, counted from the beginning of the document. */
    public int offset() {
        return offset;
    }
}
