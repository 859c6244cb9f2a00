package dev.headgate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy before any server that fails, holds or slows a connection at an exact byte of either direction. Each
 * connection counts from its own first byte, by the plans that stood when it was opened.
 */
public final class CutProxy implements AutoCloseable {
    /** What happens in one direction. At most one fault, one hold and one throttle; the last one set counts. */
    public final class Plan {
        private Optional<Fault> fault = Optional.empty();
        private long faultAt;
        private Optional<Step> hold = Optional.empty();
        private long holdAt;
        private long throttleAt;
        private long bytesPerSecond;

        private Plan() {}

        private Plan(Plan other) {
            fault = other.fault;
            faultAt = other.faultAt;
            hold = other.hold;
            holdAt = other.holdAt;
            throttleAt = other.throttleAt;
            bytesPerSecond = other.bytesPerSecond;
        }

        /** Closes both sides in order once this many bytes have passed. */
        public CutProxy cutAfter(long bytes) {
            return faulty(Fault.FIN, bytes);
        }

        /** Resets both sides once this many bytes have passed; after 0, connecting itself may fail with it. */
        public CutProxy resetAfter(long bytes) {
            return faulty(Fault.RST, bytes);
        }

        /** Passes nothing on after this many bytes, while the connections stay. */
        public CutProxy stallAfter(long bytes) {
            return faulty(Fault.STALL, bytes);
        }

        /** Waits after this many bytes until the test releases the step. */
        public CutProxy holdAfter(long bytes, Step step) {
            synchronized (CutProxy.this) {
                hold = Optional.of(step);
                holdAt = bytes;
                return CutProxy.this;
            }
        }

        /** Passes on no more than this many bytes a second, after the first so many. */
        public CutProxy throttleAfter(long bytes, long perSecond) {
            synchronized (CutProxy.this) {
                throttleAt = bytes;
                bytesPerSecond = perSecond;
                return CutProxy.this;
            }
        }

        private CutProxy faulty(Fault what, long at) {
            synchronized (CutProxy.this) {
                fault = Optional.of(what);
                faultAt = at;
                return CutProxy.this;
            }
        }

        Optional<Fault> fault() {
            return fault;
        }

        long faultAt() {
            return faultAt;
        }

        Optional<Step> hold() {
            return hold;
        }

        long holdAt() {
            return holdAt;
        }

        long throttleAt() {
            return throttleAt;
        }

        long bytesPerSecond() {
            return bytesPerSecond;
        }
    }

    private final InetSocketAddress target;
    private final ServerSocket server;
    private final Waiting waiting = new Waiting();
    private final Set<CutTunnel> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger live = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private Plan toClient = new Plan();
    private Plan toUpstream = new Plan();
    private volatile boolean closing;

    private CutProxy(InetSocketAddress target) {
        this.target = target;
        try {
            server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("cut-proxy").start(this::accept);
    }

    /** A proxy before the host and port of this URL. */
    public static CutProxy before(String url) {
        URI uri = URI.create(url);
        return new CutProxy(new InetSocketAddress(uri.getHost(), uri.getPort()));
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The plan for bytes from the server to the client, for connections yet to come. */
    public synchronized Plan toClient() {
        return toClient;
    }

    /** The plan for bytes from the client to the server, for connections yet to come. */
    public synchronized Plan toUpstream() {
        return toUpstream;
    }

    /** Forgets both plans: connections yet to come pass unharmed. */
    public synchronized CutProxy heal() {
        toClient = new Plan();
        toUpstream = new Plan();
        return this;
    }

    public int openConnections() {
        return live.get();
    }

    /** How many connections have been opened so far. */
    public int connections() {
        return connections.get();
    }

    /** Blocks until at least one connection has been opened and none is open any more. */
    public void awaitClosed() {
        waiting.until(
                () -> connections() > 0 && live.get() == 0,
                () -> connections() + " connections to close, still open: " + live);
    }

    /** Resets every connection that is open now. */
    public void resetAll() {
        new ArrayList<>(open).forEach(tunnel -> tunnel.end(Fault.RST));
    }

    @Override
    public void close() {
        closing = true;
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        new ArrayList<>(open).forEach(tunnel -> tunnel.end(Fault.FIN));
    }

    private void accept() {
        while (!closing) {
            try {
                Socket client = server.accept();
                live.incrementAndGet();
                connections.incrementAndGet();
                Thread.ofVirtual().name("cut-proxy-" + connections).start(() -> serve(client));
            } catch (IOException e) {
                if (!closing) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket upstream = new Socket(target.getAddress(), target.getPort())) {
            CutTunnel tunnel;
            synchronized (this) {
                tunnel = new CutTunnel(client, upstream, new Plan(toClient), new Plan(toUpstream));
            }
            open.add(tunnel);
            try {
                if (!closing) {
                    tunnel.run();
                }
            } finally {
                open.remove(tunnel);
            }
        } catch (IOException e) {
            // The server refused the connection; to the client it is closed, which is what a proxy can do about it.
        } finally {
            live.decrementAndGet();
            waiting.changed();
        }
    }
}
