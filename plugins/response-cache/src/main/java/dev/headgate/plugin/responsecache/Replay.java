package dev.headgate.plugin.responsecache;

import dev.headgate.api.EventSource;
import dev.headgate.api.Exchange;
import dev.headgate.plugin.responsecache.Template.Filling;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The events of a kept answer, as fast as they are asked for or at the pace they first came. Confined to one event loop. */
final class Replay implements EventSource {
    static final byte[] END = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private static final int PIECE = 8192;

    private final Answer answer;
    private final Filling filling;
    private final Exchange exchange;
    private final boolean paced;
    private int at;
    private int place;
    private int event;
    private boolean ended;
    private @Nullable Runnable stop;

    /**
     * @param answer in events
     * @param paced whether it is given at the pace it came, when that is known
     */
    Replay(Answer answer, Filling filling, Exchange exchange, boolean paced) {
        this.answer = answer;
        this.filling = filling;
        this.exchange = exchange;
        this.paced = paced && answer.pauses().length > 0;
    }

    @Override
    public Future<Buffer> next() {
        if (ended) {
            return Future.succeededFuture(Buffer.buffer());
        }
        int pause = paced && event < answer.pauses().length ? answer.pauses()[event] : 0;
        if (pause == 0) {
            return Future.succeededFuture(piece());
        }
        Promise<Buffer> later = Promise.promise();
        stop = exchange.after(Duration.ofMillis(pause), () -> later.complete(piece()));
        return later.future();
    }

    private Buffer piece() {
        byte[] bytes = answer.body().bytes();
        int to = paced ? end(bytes, at) : boundary(bytes);
        event++;
        var out = new Bytes(to - at + 1024);
        place = answer.body().fill(at, to, place, filling, out);
        at = to;
        if (at == bytes.length) {
            ended = true;
            end(answer.usage(), filling, out);
        }
        return Buffer.buffer(out.take());
    }

    /** What stands at the end of every stream. */
    static void end(Template usage, Filling filling, Bytes out) {
        if (filling.usage()) {
            usage.fill(0, usage.bytes().length, 0, filling, out);
        }
        out.add(END);
    }

    /** As many whole events as fit into a piece, and one at least. */
    private int boundary(byte[] bytes) {
        if (bytes.length - at <= PIECE) {
            return bytes.length;
        }
        for (int i = at + PIECE; i > at + 1; i--) {
            if (bytes[i - 1] == '\n' && bytes[i - 2] == '\n') {
                return i;
            }
        }
        return end(bytes, at + PIECE);
    }

    /** Where the event ends that this is in. JSON has no line ends of its own. */
    private static int end(byte[] bytes, int from) {
        int i = from;
        while (i + 1 < bytes.length && !(bytes[i] == '\n' && bytes[i + 1] == '\n')) {
            i++;
        }
        return Math.min(bytes.length, i + 2);
    }

    @Override
    public void cancel() {
        if (stop != null) {
            stop.run();
        }
    }
}
