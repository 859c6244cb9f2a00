package dev.headgate.plugin.responsecache;

import dev.headgate.api.Headers;
import java.util.Map;

/**
 * An answer that is kept, and what is known of it.
 *
 * @param storedAt in epoch milliseconds, as the following
 * @param freshUntil it is given again until then
 * @param keptUntil it may be given again until then while no upstream answers
 * @param prompt its tokens, as are those of the completion
 * @param cost what it cost by list price, in millionths of a millionth of a US dollar
 */
record Entry(
        Answer answer,
        long storedAt,
        long freshUntil,
        long keptUntil,
        String team,
        String key,
        String model,
        long prompt,
        long completion,
        long cost) {
    /** What an entry takes besides its arrays: itself, its answer, its key, and its place in the table. As measured. */
    private static final int OBJECTS = 440;

    private static final int ARRAY = 16;

    /** The memory it takes, in bytes. */
    int size() {
        return (int) Math.min(
                Integer.MAX_VALUE,
                OBJECTS
                        + array(answer.body().bytes().length)
                        + array(4L * answer.body().places().length)
                        + usage()
                        + (answer.pauses().length == 0 ? 0 : array(4L * answer.pauses().length))
                        + headers(answer.headers()));
    }

    private long usage() {
        byte[] bytes = answer.usage().bytes();
        return bytes.length == 0
                ? 0
                : 24 + array(bytes.length) + array(4L * answer.usage().places().length);
    }

    private static long headers(Headers headers) {
        long size = 0;
        for (Map.Entry<String, String> h : headers.entries()) {
            size += 96 + array(h.getKey().length()) + array(h.getValue().length());
        }
        return size;
    }

    private static long array(long bytes) {
        return ARRAY + (bytes + 7 & ~7L);
    }
}
