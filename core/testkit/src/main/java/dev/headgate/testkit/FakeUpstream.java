package dev.headgate.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * An HTTP/1.1 server on loopback that answers as the test scripts it and remembers what it was asked.
 *
 * <p>A request is answered by the first rule of {@link #when} that fits it; else by the next reply of {@link #script},
 * each used once; else by {@link #always}, which is a 500 that says so unless the test sets it.
 */
public final class FakeUpstream implements AutoCloseable {
    private final ServerSocket server;
    private final Waiting waiting = new Waiting();
    private final ArrayDeque<Received> received = new ArrayDeque<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> violations = new CopyOnWriteArrayList<>();
    private final List<Map.Entry<Predicate<Received>, Reply>> rules = new CopyOnWriteArrayList<>();
    private final ArrayDeque<Reply> queue = new ArrayDeque<>();
    private final Set<UpstreamConnection> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile Function<Received, Reply> otherwise =
            r -> OpenAiReplies.error(500, "unscripted", "no reply scripted for " + r.method() + " " + r.path());
    private volatile int kept = Integer.MAX_VALUE;
    private volatile int sendBuffer;
    private volatile boolean closing;

    /** An upstream on a port of its own, ready for connections. */
    public FakeUpstream() {
        try {
            server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().name("fake-upstream").start(this::accept);
    }

    /** The address without a path and without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + port();
    }

    public URI uri(String path) {
        return URI.create(url() + path);
    }

    public int port() {
        return server.getLocalPort();
    }

    // The script

    /** Answers the next requests with these replies, in order, after those scripted before. */
    public FakeUpstream script(Reply... replies) {
        synchronized (queue) {
            Collections.addAll(queue, replies);
        }
        return this;
    }

    /** Answers every request that nothing else answers. */
    public FakeUpstream always(Reply reply) {
        return always(request -> reply);
    }

    /** Answers every request that nothing else answers, by what it asks. */
    public FakeUpstream always(Function<Received, Reply> answer) {
        otherwise = answer;
        return this;
    }

    /** Answers every request that fits, before anything else is asked. */
    public FakeUpstream when(Predicate<Received> fits, Reply reply) {
        rules.add(Map.entry(fits, reply));
        return this;
    }

    /** Remembers no more than the latest so many requests, for tests that send very many. */
    public FakeUpstream keeping(int latest) {
        kept = latest;
        return this;
    }

    /** Lets the system hold no more than about so many bytes of what a connection, yet to come, is being sent. */
    public FakeUpstream holding(int bytes) {
        sendBuffer = bytes;
        return this;
    }

    // What happened

    /** The requests that have arrived in full, in order. */
    public List<Received> received() {
        synchronized (received) {
            return List.copyOf(received);
        }
    }

    /** How many requests have arrived in full, remembered or not. */
    public int requests() {
        return requests.get();
    }

    /** Blocks until at least {@code n} requests have arrived, and gives them all. */
    public List<Received> await(int n) {
        waiting.until(() -> requests() >= n, () -> n + " requests, got " + requests());
        return received();
    }

    /** The one request that arrives first; blocks until it is there. */
    public Received awaitFirst() {
        return await(1).getFirst();
    }

    /** How many connections are open now. */
    public int openConnections() {
        return open.size();
    }

    /** How many connections have been opened so far. */
    public int connections() {
        return connections.get();
    }

    /** Blocks until at least one connection has been opened and none is open any more. */
    public void awaitClosed() {
        waiting.until(
                () -> connections() > 0 && open.isEmpty(),
                () -> connections() + " connections to close, still open: " + open.size());
    }

    /** What was not HTTP/1.1, or broke off inside a request, in words. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    /** Closes every connection, also those that a script holds. */
    @Override
    public void close() {
        closing = true;
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        new ArrayList<>(open).forEach(UpstreamConnection::close);
    }

    // For the connections

    /** Remembers the request and chooses its reply. */
    Reply arrived(Received request) {
        Reply reply = choose(request);
        synchronized (received) {
            received.add(request);
            if (received.size() > kept) {
                received.remove();
            }
            requests.incrementAndGet();
        }
        waiting.changed();
        return reply;
    }

    void violation(String what) {
        if (!closing) {
            violations.add(what);
            waiting.changed();
        }
    }

    boolean closing() {
        return closing;
    }

    private Reply choose(Received request) {
        for (Map.Entry<Predicate<Received>, Reply> rule : rules) {
            if (rule.getKey().test(request)) {
                return rule.getValue();
            }
        }
        Reply next;
        synchronized (queue) {
            next = queue.poll();
        }
        return next != null ? next : otherwise.apply(request);
    }

    private void accept() {
        while (!closing) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                if (sendBuffer > 0) {
                    socket.setSendBufferSize(sendBuffer);
                }
                var connection = new UpstreamConnection(this, socket, connections.get() + 1);
                open.add(connection);
                connections.incrementAndGet();
                Thread.ofVirtual().name("fake-upstream-" + connections).start(() -> serve(connection));
                if (closing) {
                    connection.close();
                }
            } catch (IOException e) {
                violation("could not accept: " + e);
            }
        }
    }

    private void serve(UpstreamConnection connection) {
        try {
            connection.serve();
        } finally {
            open.remove(connection);
            waiting.changed();
        }
    }
}
