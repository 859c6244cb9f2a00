package dev.headgate.dialect;

/**
 * A place in a body: the bytes from {@code start} to {@code end}.
 *
 * @param start the first byte, -1 when there is no such place
 * @param end just after the last byte, -1 when there is no such place
 */
public record Span(int start, int end) {
    public static final Span NONE = new Span(-1, -1);

    public boolean present() {
        return start >= 0;
    }
}
