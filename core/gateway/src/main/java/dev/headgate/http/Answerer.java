package dev.headgate.http;

import dev.headgate.api.Body;
import dev.headgate.api.EventStream;
import dev.headgate.api.Failure;
import dev.headgate.api.GatewayException;
import dev.headgate.http.transport.ClientRequest;
import dev.headgate.upstream.Loop;
import dev.headgate.wire.Buffers;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Writes one answer, whole or streamed, no faster than the client takes it, and tells when it has ended or when the
 * client has left. A client that takes nothing for too long has left. Confined to its event loop.
 */
final class Answerer {
    private static final Buffer NOTHING = Buffers.wrap(new byte[0]);

    /** How often within its time limit a client is looked at that takes nothing. */
    private static final int CHECKS = 8;

    private final Loop loop;
    private final Duration writeTimeout;
    private final ClientRequest client;
    private final String id;
    private final IntConsumer onEnded;
    private final List<Map.Entry<String, String>> headers = new ArrayList<>(6);
    private Runnable onGone = () -> {};
    private boolean begun;
    private boolean last;
    private boolean over;
    private long stallTimer = -1;

    /**
     * @param writeTimeout how long the client may take nothing of what waits for it
     * @param onEnded told the status once the answer has been handed over to the last byte
     */
    Answerer(Loop loop, Duration writeTimeout, ClientRequest client, String id, IntConsumer onEnded) {
        this.loop = loop;
        this.writeTimeout = writeTimeout;
        this.client = client;
        this.onEnded = onEnded;
        this.id = id;
        forgetHeaders();
    }

    /** Runs {@code gone} when the client leaves before the answer has ended; perhaps more than once. */
    void onGone(Runnable gone) {
        onGone = gone;
        client.onGone(this::left);
    }

    private void left() {
        flowing();
        onGone.run();
    }

    /** Adds a header to the answer; names in lower case. */
    void header(String name, String value) {
        headers.add(Map.entry(name, value));
    }

    /** Leaves out every header added so far. */
    void forgetHeaders() {
        headers.clear();
        header("x-request-id", id);
    }

    /** Makes this answer the last one of its connection. */
    void last() {
        last = true;
    }

    void whole(int status, String contentType, Body body) {
        if (begun) {
            return;
        }
        header("content-type", contentType);
        byte[] bytes = body.array();
        client.begin(status, headers, bytes.length, last);
        begun = true;
        write(bytes, 0, status);
    }

    /** Writes in pieces, each when the client has taken those before, so that its taking is seen. */
    private void write(byte[] bytes, int from, int status) {
        int at = from;
        while (bytes.length - at > HttpLimits.WRITE_QUEUE_BYTES) {
            if (client.full()) {
                int next = at;
                whenDrained(() -> write(bytes, next, status));
                return;
            }
            client.write(Buffers.wrap(bytes, at, at + HttpLimits.WRITE_QUEUE_BYTES));
            at += HttpLimits.WRITE_QUEUE_BYTES;
        }
        end(Buffers.wrap(bytes, at, bytes.length), status);
    }

    private void whenDrained(Runnable then) {
        stalled();
        client.onDrain(() -> {
            flowing();
            then.run();
        });
    }

    private void end(Buffer rest, int status) {
        client.end(rest, all -> taken(all, status));
        if (!over) {
            stalled();
        }
    }

    private void taken(boolean all, int status) {
        over = true;
        flowing();
        if (all) {
            onEnded.accept(status);
        } else {
            onGone.run();
        }
    }

    /**
     * @param onBroken words the last event of a stream that has broken off
     */
    void stream(int status, EventStream events, Function<Failure, byte[]> onBroken) {
        if (begun) {
            events.cancel();
            return;
        }
        header("cache-control", "no-cache");
        header("x-accel-buffering", "no");
        client.begin(status, headers, ClientRequest.STREAMED, last);
        begun = true;
        events.handler(bytes -> {
            client.write(bytes);
            if (client.full()) {
                events.pause();
                whenDrained(events::resume);
            }
        });
        events.endHandler(v -> end(NOTHING, status));
        events.exceptionHandler(e -> {
            Failure failure = ((GatewayException) e).failure();
            client.breakOff(Buffers.wrap(onBroken.apply(failure)), all -> taken(all, status));
            if (!over) {
                stalled();
            }
        });
        events.resume();
    }

    private void stalled() {
        if (stallTimer < 0) {
            watch(client.taken(), loop.clock().nanos());
        }
    }

    /**
     * Looks now and then whether the client, whose answer waits, takes any of it.
     *
     * @param taken what it had when it was last seen to take something
     * @param since when that was
     */
    private void watch(long taken, long since) {
        long check = Math.max(1, writeTimeout.toMillis() / CHECKS);
        stallTimer = loop.vertx().setTimer(check, t -> {
            long now = loop.clock().nanos();
            long all = client.taken();
            if (all != taken) {
                watch(all, now);
            } else if (now - since < writeTimeout.toNanos()) {
                watch(taken, since);
            } else {
                stallTimer = -1;
                client.abort();
            }
        });
    }

    private void flowing() {
        if (stallTimer >= 0) {
            loop.vertx().cancelTimer(stallTimer);
            stallTimer = -1;
        }
    }
}
