package dev.headgate.app;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;

/** Callers that have asked for a stream and take little of it or nothing, all on one thread. */
final class SlowReaders implements AutoCloseable {
    private static final int BURST = 100;

    private final List<SocketChannel> open = new ArrayList<>();

    /**
     * Each on a connection of its own with a receive buffer as small as the system allows.
     *
     * @param asked how many requests have reached the upstream, which more than that do not run ahead of by much
     */
    SlowReaders(URI gateway, int count, String json, IntSupplier asked) throws IOException {
        byte[] request =
                ("POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: "
                                + json.length() + "\r\n\r\n" + json)
                        .getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < count; i++) {
            SocketChannel c = SocketChannel.open();
            c.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            c.connect(new InetSocketAddress(gateway.getHost(), gateway.getPort()));
            c.write(ByteBuffer.wrap(request));
            c.configureBlocking(false);
            open.add(c);
            int before = i + 1 - BURST;
            long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (asked.getAsInt() < before && System.nanoTime() - limit < 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }
    }

    /** Takes up to so many bytes from each; gives how many of them are still connected. */
    int take(int bytes) {
        var buffer = ByteBuffer.allocate(Math.max(1, bytes));
        int connected = 0;
        for (SocketChannel c : open) {
            try {
                buffer.clear();
                connected += c.read(buffer) < 0 ? 0 : 1;
            } catch (IOException e) {
                // Reset, which is an end like another.
            }
        }
        return connected;
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel c : open) {
            c.close();
        }
    }
}
