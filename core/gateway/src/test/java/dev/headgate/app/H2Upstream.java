package dev.headgate.app;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of HTTP/2 without TLS whose every byte is the test's: it reads requests and lets a script answer. */
final class H2Upstream implements AutoCloseable {
    private static final int PREFACE = 24;

    /** Answers a request, in whatever way. */
    interface Script {
        void answer(Asked asked) throws IOException;
    }

    /** A request that has arrived in full. */
    static final class Asked {
        final String body;
        final int stream;
        /** How many requests its connection had carried before. */
        final int before;

        private final Socket socket;

        private Asked(Socket socket, int stream, int before, String body) {
            this.socket = socket;
            this.stream = stream;
            this.before = before;
            this.body = body;
        }

        /** Sends frames made for stream 1, moved to this request's. */
        void answer(byte[] frames) throws IOException {
            send(H2Frames.on(stream, frames));
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        /** Closes in order: what the other side still sends is read, else the system would reset the connection. */
        void fin() throws IOException {
            socket.shutdownOutput();
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    private final ServerSocket server;
    private final Script script;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    H2Upstream(Script script) {
        this.script = script;
        try {
            server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    int requests() {
        return requests.get();
    }

    int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (!server.isClosed()) {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                open.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // It is closed.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            in.readNBytes(PREFACE);
            socket.getOutputStream().write(H2Frames.frame(H2Frames.SETTINGS, 0, 0));
            read(socket, in);
        } catch (IOException e) {
            // One side has ended it.
        } finally {
            open.remove(socket);
        }
    }

    private void read(Socket socket, DataInputStream in) throws IOException {
        Map<Integer, ByteArrayOutputStream> bodies = new HashMap<>();
        int before = 0;
        for (byte[] header = in.readNBytes(9); header.length == 9; header = in.readNBytes(9)) {
            byte[] payload = in.readNBytes(H2Frames.length(header, 0));
            int type = header[3];
            boolean flag = (header[4] & 1) != 0;
            int stream = (header[7] & 0xff) << 8 | (header[8] & 0xff);
            switch (type) {
                case H2Frames.SETTINGS, H2Frames.PING -> {
                    if (!flag) {
                        socket.getOutputStream()
                                .write(H2Frames.frame(
                                        type, H2Frames.ACK, 0, type == H2Frames.PING ? payload : new byte[0]));
                    }
                }
                case H2Frames.DATA -> {
                    bodies.computeIfAbsent(stream, s -> new ByteArrayOutputStream())
                            .writeBytes(payload);
                    if (flag) {
                        requests.incrementAndGet();
                        script.answer(new Asked(
                                socket, stream, before++, bodies.remove(stream).toString(StandardCharsets.UTF_8)));
                    }
                }
                case H2Frames.RST_STREAM -> {
                    return; // what was to be stalled has been given up, and may have been cut within a frame
                }
                default -> {}
            }
        }
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket s : open) {
                s.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
