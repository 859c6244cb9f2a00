package dev.headgate.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks with bare sockets, so that the asking costs the machine next to nothing. */
final class Probe {
    private static final Duration POLL = Duration.ofMillis(2);
    private static final int ANSWER_MILLIS = 5_000;

    private Probe() {}

    /** Waits for the first 200 to a chat request; returns when it came, by {@link System#nanoTime()}. */
    static long awaitAnswer(Contender contender, Child child, Duration limit) throws NotMeasured, InterruptedException {
        return await(contender, child, limit, true);
    }

    /** Waits until connections are taken, and asks nothing. */
    static void awaitListening(Contender contender, Child child, Duration limit)
            throws NotMeasured, InterruptedException {
        await(contender, child, limit, false);
    }

    private static long await(Contender contender, Child child, Duration limit, boolean answer)
            throws NotMeasured, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        String last = "no connection";
        while (System.nanoTime() < end) {
            if (!child.alive()) {
                throw new NotMeasured("not measured: the start failed: " + child.lastWords(2));
            }
            try (var socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), contender.port()), ANSWER_MILLIS);
                if (!answer) {
                    return System.nanoTime();
                }
                socket.setSoTimeout(ANSWER_MILLIS);
                socket.getOutputStream().write(request(contender));
                last = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
                if (last.equals("HTTP/1.1 200")) {
                    return System.nanoTime();
                }
            } catch (IOException e) {
                last = String.valueOf(e.getMessage());
            }
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        }
        throw new NotMeasured("not measured: no answer within %d s (%s)".formatted(limit.toSeconds(), last));
    }

    private static byte[] request(Contender contender) {
        String body = "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}"
                .formatted(contender.model());
        return """
                POST /v1/chat/completions HTTP/1.1\r
                host: %s:%d\r
                authorization: Bearer %s\r
                content-type: application/json\r
                content-length: %d\r
                \r
                %s""".formatted(Contender.LOOPBACK, contender.port(), contender.key(), body.length(), body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    static boolean free(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
