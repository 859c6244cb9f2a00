package dev.headgate.bench;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Measures from the start of the launcher to the first answered chat request, and the resident memory of the idle
 * gateway five seconds later. Run it by {@code core/bench/start-up [RUNS]}.
 */
public final class StartUp {
    private static final int PORT = 18_080;
    private static final Duration POLL = Duration.ofMillis(2);
    private static final Duration IDLE = Duration.ofSeconds(5);
    private static final String CONFIG = """
            server: { port: 18080 }
            admin: { port: 18081 }
            upstreams: { echo: { provider: echo } }
            models: { echo: echo/echo }
            """;
    private static final String BODY = "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    private static final byte[] REQUEST = ("POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\n"
                    + "content-type: application/json\r\ncontent-length: " + BODY.length() + "\r\n\r\n" + BODY)
            .getBytes(StandardCharsets.US_ASCII);
    private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);

    private StartUp() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path launcher = Path.of(args[0]);
        int runs = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        Path config = Files.createTempFile("headgate-start-up", ".yaml");
        Files.writeString(config, CONFIG);
        List<Double> millis = new ArrayList<>();
        List<Double> megabytes = new ArrayList<>();
        try {
            for (int i = 0; i <= runs; i++) {
                long begun = System.nanoTime();
                Process gateway = new ProcessBuilder(launcher.toString(), "run", "--config", config.toString())
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
                try {
                    awaitAnswer(gateway);
                    double ms = (System.nanoTime() - begun) / 1e6;
                    TimeUnit.NANOSECONDS.sleep(IDLE.toNanos());
                    // The first run only brings the files into the page cache.
                    if (i > 0) {
                        millis.add(ms);
                        megabytes.add(residentMegabytes(gateway));
                    }
                } finally {
                    gateway.destroy();
                    gateway.waitFor();
                }
            }
        } finally {
            Files.deleteIfExists(config);
        }
        print("start to first answer", millis, "ms");
        print("resident memory, idle", megabytes, "MB");
    }

    /** Asks with a bare socket, so that the asking costs the machine next to nothing. */
    private static void awaitAnswer(Process gateway) throws IOException, InterruptedException {
        while (gateway.isAlive()) {
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), PORT)) {
                socket.getOutputStream().write(REQUEST);
                if (Arrays.equals(socket.getInputStream().readNBytes(OK.length), OK)) {
                    return;
                }
            } catch (ConnectException e) {
                TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
            }
        }
        throw new IOException("the gateway ended; is port " + PORT + " in use?");
    }

    private static double residentMegabytes(Process gateway) throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/" + gateway.pid() + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
            }
        }
        throw new IOException("no VmRSS: this measurement needs Linux");
    }

    private static void print(String what, List<Double> values, String unit) {
        Collections.sort(values);
        System.out.printf(
                "%-22s median %.0f %s (min %.0f, max %.0f, %d runs)%n",
                what, values.get(values.size() / 2), unit, values.getFirst(), values.getLast(), values.size());
    }
}
