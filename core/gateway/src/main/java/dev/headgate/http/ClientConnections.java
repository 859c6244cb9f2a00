package dev.headgate.http;

import dev.headgate.http.transport.ClientConnection;
import dev.headgate.http.transport.Http1Connection;
import dev.headgate.http.transport.Requests;
import dev.headgate.http.transport.SendQueue;
import dev.headgate.upstream.Loop;
import io.netty.channel.Channel;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.http1.Http1ServerConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The client connections of one event loop: bounded in number, and closed when they take too long over a request's head
 * or stay idle. Confined to its loop, except for the count that all loops share.
 */
final class ClientConnections {
    private static final long SWEEP_MILLIS = 1000;

    private final Loop loop;
    private final HttpLimits limits;
    private final AtomicInteger open;
    private final Requests requests;
    private final Map<HttpConnection, ClientConnection> connections = new HashMap<>();
    private final Set<ClientConnection> taken = new HashSet<>();
    private final long sweeper;

    /**
     * @param open counts the connections of all loops together
     * @param requests where the requests of HTTP/1.1 connections go
     */
    ClientConnections(Loop loop, HttpLimits limits, AtomicInteger open, Requests requests) {
        this.loop = loop;
        this.limits = limits;
        this.open = open;
        this.requests = requests;
        this.sweeper = loop.vertx().setPeriodic(SWEEP_MILLIS, t -> sweep());
    }

    void accept(HttpConnection connection) {
        if (open.incrementAndGet() > limits.maxConnections()) {
            open.decrementAndGet();
            connection.close();
            return;
        }
        if (connection instanceof ConnectionBase c) {
            SendQueue.bound(c.channelHandlerContext().channel());
        }
        if (connection instanceof Http1ServerConnection http1) {
            take(http1);
        } else {
            watch(connection);
        }
    }

    /** Nothing of Vert.x is kept for it: its own connection takes as much memory as all of a stream. */
    private void take(Http1ServerConnection connection) {
        Channel channel = connection.channelHandlerContext().channel();
        var state = new ClientConnection(loop.clock(), () -> {
            var _ = channel.close();
        });
        taken.add(state);
        var _ = channel.closeFuture().addListener(f -> {
            open.decrementAndGet();
            taken.remove(state);
        });
        Http1Connection.take(
                connection,
                state,
                requests,
                HttpLimits.MAX_URI_BYTES,
                HttpLimits.MAX_HEADER_BYTES,
                HttpLimits.WRITE_QUEUE_BYTES);
    }

    private void watch(HttpConnection connection) {
        var state = new ClientConnection(loop.clock(), connection::close);
        connections.put(connection, state);
        connection.closeHandler(v -> {
            open.decrementAndGet();
            connections.remove(connection);
        });
        state.idle();
    }

    /** The state of this HTTP/2 connection, null for one that is being closed. */
    @Nullable
    ClientConnection of(HttpConnection connection) {
        return connections.get(connection);
    }

    private void sweep() {
        Duration head = limits.headerTimeout();
        Duration idle = limits.idleTimeout();
        // Copies: closing a connection removes it.
        for (ClientConnection c : connections.values().toArray(ClientConnection[]::new)) {
            c.sweep(head, idle);
        }
        for (ClientConnection c : taken.toArray(ClientConnection[]::new)) {
            c.sweep(head, idle);
        }
    }

    void close() {
        loop.vertx().cancelTimer(sweeper);
    }
}
