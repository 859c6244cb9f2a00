package dev.headgate.upstream.http1;

import dev.headgate.api.Failure;
import dev.headgate.api.Failure.Kind;
import dev.headgate.upstream.Engine;
import dev.headgate.upstream.Loop;
import dev.headgate.wire.HttpHead;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One event loop's connections to one origin. The connection given back last is used first, so that those not needed
 * grow old and are closed. Confined to its loop, except for {@link #close}.
 */
final class Http1Pool {
    private static final long KEEP_ALIVE_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long SWEEP_MILLIS = 5_000;
    private static final int SCRATCH_BYTES = 64 * 1024;

    private final Loop loop;
    private final Origin origin;
    private final ContextInternal context;
    private final NetClient client;
    private final int max;
    private final AtomicInteger connections;
    private final ArrayDeque<UpstreamConnection> idle = new ArrayDeque<>();
    private final ArrayDeque<Http1Call> waiting = new ArrayDeque<>();
    private final long sweeper;
    private final HttpHead head = new HttpHead();
    private String lastMethod = "";
    private String lastPath = "";
    private byte[] firstLines = {};
    private int open;
    private int connecting;
    private boolean closed;
    private byte @Nullable [] scratch = new byte[SCRATCH_BYTES];

    /**
     * @param max connections, and beyond them calls that wait for one
     * @param connections counts the open ones of all loops together
     */
    Http1Pool(Loop loop, Origin origin, NetClientOptions options, int max, AtomicInteger connections) {
        this.loop = loop;
        this.origin = origin;
        this.context = (ContextInternal) loop.vertx().getOrCreateContext();
        this.client = loop.vertx().createNetClient(options);
        this.max = max;
        this.connections = connections;
        this.sweeper = loop.vertx().setPeriodic(SWEEP_MILLIS, t -> sweep());
    }

    Loop loop() {
        return loop;
    }

    /** The head of a request, begun; it is to be finished before the next one is begun. */
    HttpHead head(String method, String path) {
        if (!path.equals(lastPath) || !method.equals(lastMethod)) {
            lastMethod = method;
            lastPath = path;
            firstLines = head.request(method, origin.basePath() + path)
                    .header("host", origin.authority())
                    .toArray();
        }
        return head.empty().lines(firstLines);
    }

    ContextInternal context() {
        return context;
    }

    long nanos() {
        return loop.clock().nanos();
    }

    Http1Call send(Engine.Request request, Engine.Receiver receiver) {
        var call = new Http1Call(this, request, receiver);
        UpstreamConnection ready = idle.pollLast();
        if (ready != null) {
            ready.start(call);
        } else if (waiting.size() >= max) {
            context.runOnContext(v -> call.failed(unreachable()));
        } else {
            waiting.add(call);
            await(call);
        }
        return call;
    }

    /** Sends a call again that went to a connection which was dead already. */
    void sendAfresh(Http1Call call) {
        waiting.addFirst(call);
        await(call);
    }

    private void await(Http1Call call) {
        Duration limit = call.request.connect();
        call.waiting(loop.vertx().setTimer(millis(limit), t -> tooLate(call)));
        connect(limit);
    }

    private static long millis(Duration d) {
        return Math.max(1, d.toMillis());
    }

    private static Failure unreachable() {
        return Failure.of(Kind.UPSTREAM_UNREACHABLE, "The upstream could not be reached.");
    }

    private void tooLate(Http1Call call) {
        forget(call);
        // A connection that could not be had in time is not waited for twice.
        call.failed(Failure.of(Kind.UPSTREAM_TIMEOUT, "No connection to the upstream was made within the time limit."));
    }

    void forget(Http1Call call) {
        waiting.remove(call);
    }

    private void connect(Duration timeout) {
        if (open + connecting >= max || connecting >= waiting.size()) {
            return;
        }
        connecting++;
        var to = new io.vertx.core.net.ConnectOptions()
                .setHost(origin.host())
                .setPort(origin.port())
                .setTimeout((int) millis(timeout));
        if (origin.tls()) {
            to.setSniServerName(origin.host());
        }
        client.connect(to).onComplete(connected -> {
            connecting--;
            if (connected.succeeded()) {
                opened(connected.result());
            } else {
                Http1Call first = waiting.poll();
                if (first != null) {
                    first.failed(unreachable());
                }
            }
        });
    }

    private void opened(NetSocket socket) {
        open++;
        connections.incrementAndGet();
        UpstreamConnection connection = UpstreamConnection.take(this, (NetSocketInternal) socket);
        use(connection);
    }

    /** A connection has nothing to do. */
    void use(UpstreamConnection connection) {
        if (closed) {
            connection.close();
            return;
        }
        Http1Call next = waiting.peek();
        if (next == null || !next.fits(connection)) {
            idle.add(connection);
        } else {
            waiting.remove();
            connection.start(next);
        }
    }

    /** A connection has been closed, by whomever. */
    void gone(UpstreamConnection connection) {
        open--;
        connections.decrementAndGet();
        idle.remove(connection);
        Http1Call next = waiting.peek();
        if (next != null) {
            connect(next.request.connect());
        }
    }

    private void sweep() {
        long now = nanos();
        for (UpstreamConnection c : idle.toArray(UpstreamConnection[]::new)) {
            if (c.outlived(now, KEEP_ALIVE_NANOS)) {
                c.close();
            }
        }
    }

    /** An array to copy through; give it back. */
    byte[] scratch() {
        byte[] s = scratch;
        scratch = null;
        return s == null ? new byte[SCRATCH_BYTES] : s;
    }

    void giveBack(byte[] s) {
        scratch = s;
    }

    /** Closes what is idle, and the rest as it becomes so. From any thread. */
    void close() {
        context.runOnContext(v -> {
            closed = true;
            loop.vertx().cancelTimer(sweeper);
            for (UpstreamConnection c : idle.toArray(UpstreamConnection[]::new)) {
                c.close();
            }
            for (Http1Call c = waiting.poll(); c != null; c = waiting.poll()) {
                c.failed(unreachable());
            }
        });
    }
}
