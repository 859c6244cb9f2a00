package dev.headgate.plugin.ratelimit;

import dev.headgate.api.Body;
import dev.headgate.api.EventStream;
import dev.headgate.api.Exchange;
import dev.headgate.api.GatewayResponse;
import dev.headgate.api.GatewayResponse.Buffered;
import dev.headgate.api.GatewayResponse.Streaming;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * What of an answer has gone to the caller. Of a stream it is counted as it goes by: how many events bear text, and how
 * many bytes of it. For answers whose provider does not say what they came to, or whose end never came.
 */
final class Delivered implements EventStream.Bytes {
    private static final byte[][] TEXTS = Stream.of(
                    "content",
                    "reasoning_content",
                    "reasoning",
                    "refusal",
                    "arguments",
                    "text",
                    "thinking",
                    "partial_json")
            .map(name -> ('"' + name + '"').getBytes(StandardCharsets.US_ASCII))
            .toArray(byte[][]::new);

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
        event.read(this);
    }

    @Override
    public void accept(byte[] data, int from, int to) {
        long more = texts(data, from, to);
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
    private static long texts(byte[] data, int from, int to) {
        long sum = 0;
        for (int i = from; i + 1 < to; i++) {
            if (data[i] != '"' || data[i + 1] != ':') {
                continue;
            }
            int value = i + 2;
            while (value < to && data[value] == ' ') {
                value++;
            }
            if (value < to && data[value] == '"') {
                int end = end(data, value + 1, to);
                sum += ofText(data, from, i) ? end - value - 1 : 0;
                value = end;
            }
            i = value - 1;
        }
        return sum;
    }

    /** Whether the name that ends with this quote is that of a text. */
    private static boolean ofText(byte[] data, int start, int quote) {
        for (byte[] name : TEXTS) {
            int from = quote + 1 - name.length;
            if (from >= start && Arrays.equals(data, from, quote + 1, name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }

    private static int end(byte[] data, int from, int to) {
        int i = from;
        while (i < to && data[i] != '"') {
            i += data[i] == '\\' ? 2 : 1;
        }
        return Math.min(i, to);
    }
}
