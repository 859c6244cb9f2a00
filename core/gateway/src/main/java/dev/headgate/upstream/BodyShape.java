package dev.headgate.upstream;

/** What a body that was to be a stream is by its first byte that is no white space, whatever its content type says. */
enum BodyShape {
    /** Nothing but white space so far. */
    OPEN,
    STREAM,
    JSON,
    /** HTML or XML. */
    PAGE;

    static BodyShape of(byte[] b, int from, int to) {
        int i = from;
        while (i < to && (b[i] == ' ' || b[i] == '\n' || b[i] == '\r' || b[i] == '\t')) {
            i++;
        }
        if (i == to) {
            return OPEN;
        }
        return switch (b[i]) {
            case '{' -> JSON;
            case '<' -> PAGE;
            default -> STREAM;
        };
    }
}
