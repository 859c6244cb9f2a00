package dev.headgate.plugin.ratelimit;

import dev.headgate.api.EventStream;

/**
 * What of a streamed answer has gone to the caller, counted as it goes by: how many events bear text, and how many bytes
 * of it. For answers whose provider does not say what they came to, or whose end never came.
 */
final class Delivered {
    private static final String[] TEXTS = {
        "\"content\"",
        "\"reasoning_content\"",
        "\"reasoning\"",
        "\"refusal\"",
        "\"arguments\"",
        "\"text\"",
        "\"thinking\"",
        "\"partial_json\""
    };

    private long bytes;
    private long events;

    void event(EventStream.Event event) {
        long more = texts(event.data());
        bytes += more;
        events += more > 0 ? 1 : 0;
    }

    long bytes() {
        return bytes;
    }

    long events() {
        return events;
    }

    /** The length of all texts in one event, as they are written. */
    private static long texts(String data) {
        long sum = 0;
        int colon = data.indexOf("\":");
        while (colon >= 0) {
            int value = colon + 2;
            while (value < data.length() && data.charAt(value) == ' ') {
                value++;
            }
            int next = value;
            if (value < data.length() && data.charAt(value) == '"') {
                next = end(data, value + 1);
                sum += ofText(data, colon) ? next - value - 1 : 0;
            }
            colon = data.indexOf("\":", next);
        }
        return sum;
    }

    /** Whether the name that ends here is that of a text. */
    private static boolean ofText(String data, int end) {
        for (String name : TEXTS) {
            int from = end + 1 - name.length();
            if (from >= 0 && data.startsWith(name, from)) {
                return true;
            }
        }
        return false;
    }

    private static int end(String data, int from) {
        int i = from;
        while (i < data.length() && data.charAt(i) != '"') {
            i += data.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, data.length());
    }
}
