package dev.headgate.upstream;

import dev.headgate.wire.HttpHead;
import java.util.List;
import java.util.Map;

/** Headers that many requests have alike, names in lower case; what HTTP/1.1 makes of them is made once. */
public final class FixedHeaders {
    private final List<Map.Entry<String, String>> entries;
    private final byte[] lines;

    /**
     * Of these names and values.
     *
     * @throws IllegalArgumentException when one of them is not fit for the wire
     */
    public FixedHeaders(List<Map.Entry<String, String>> entries) {
        this.entries = List.copyOf(entries);
        var head = new HttpHead().empty();
        for (Map.Entry<String, String> h : entries) {
            head.header(h.getKey(), h.getValue());
        }
        this.lines = head.toArray();
    }

    public List<Map.Entry<String, String>> entries() {
        return entries;
    }

    /** As lines of an HTTP/1.1 head; not to be changed. */
    public byte[] lines() {
        return lines;
    }
}
