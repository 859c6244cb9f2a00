package dev.headgate.plugin.ratelimit;

import dev.headgate.api.Body;
import dev.headgate.api.EventStream;
import dev.headgate.api.Exchange;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.GatewayResponse.Streaming;

/**
 * What of an answer has gone to the caller. Of a stream it is counted as it goes by: how many events bear text, and how
 * many bytes of it. For answers whose provider does not say what they came to, or whose end never came.
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

    private Body whole = Body.EMPTY;
    private boolean streamed;
    private long bytes;
    private long events;

    /** Watches this answer; nothing of it is looked at before its end, unless it is a stream. */
    GatewayResponse watching(GatewayResponse answer) {
        return switch (answer) {
            case Buffered b -> {
                whole = b.status() < 400 ? b.body() : Body.EMPTY;
                yield b;
            }
            case Streaming(var status, var headers, var stream) -> {
                streamed = true;
                yield new Streaming(status, headers, stream.tap(this::event));
            }
        };
    }

    /** Whether it was a stream. */
    boolean streamed() {
        return streamed;
    }

    /** Whether its texts may have more bytes than this, without a look into a whole answer. */
    boolean mayExceed(long length) {
        return (streamed ? bytes : whole.length()) > length;
    }

    void event(EventStream.Event event) {
        long more = texts(event.data());
        bytes += more;
        events += more > 0 ? 1 : 0;
    }

    /** The bytes of its texts. */
    long bytes(Exchange exchange) {
        if (whole.length() > 0) {
            bytes = exchange.content(whole).parts().stream()
                    .mapToLong(p -> p.text().length())
                    .sum();
            whole = Body.EMPTY;
        }
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
