package dev.headgate.app;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * A gateway that serves requests of its own for a few seconds and ends, so that the JVM can record which classes a start
 * loads and which methods a load runs. It goes the way of {@code headgate run} and beside it uses nothing that a gateway
 * does not: whatever else were loaded would be loaded by every start from then on.
 */
final class WarmUp {
    private static final Duration LENGTH = Duration.ofSeconds(4);
    private static final int CALLERS = 8;
    private static final int ROUNDS_BETWEEN_RARE_ONES = 100;
    private static final String KEY = "the-key-of-the-warm-up-only";

    private final int port;
    private final int adminPort;

    private WarmUp(int port, int adminPort) {
        this.port = port;
        this.adminPort = adminPort;
    }

    /** Serves and ends; gives the exit code. */
    static int run() throws IOException, InterruptedException {
        WarmUp warmUp = onFreePorts();
        Path file = Files.createTempFile("headgate-warm-up", ".yaml");
        try {
            Files.writeString(file, warmUp.config());
            return warmUp.serve(file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static WarmUp onFreePorts() throws IOException {
        try (var one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new WarmUp(one.getLocalPort(), other.getLocalPort());
        }
    }

    /**
     * With keys and limits, as a gateway is run. It is its own upstream, so that there are answers from another process'
     * point of view as well.
     */
    private String config() {
        return """
                server: { host: 127.0.0.1, port: %d }
                admin: { host: 127.0.0.1, port: %d }
                upstreams:
                  echo: { provider: echo }
                  self: { provider: openai-compatible, base-url: "http://127.0.0.1:%d/v1", api-key: %s }
                models:
                  echo: echo/echo
                  "echo-*": echo/*
                  around: self/echo
                teams:
                  warm: { limits: { requests: 900M/min, tokens: 900G/min, concurrent: 1000 } }
                keys:
                  - { name: warm, team: warm, secret: %s }
                filters: [ rate-limit ]
                """.formatted(port, adminPort, port, KEY, KEY);
    }

    private int serve(Path file) throws InterruptedException {
        var nowhere = new PrintWriter(Writer.nullWriter());
        var serving = new Serving(file, nowhere, nowhere, OutputStream.nullOutputStream());
        var load = new FutureTask<>(() -> {
            try {
                awaitReady();
                load();
            } finally {
                serving.stop();
            }
            return 0;
        });
        Thread.ofPlatform().start(load);
        int code = serving.untilStopped();
        try {
            return code + load.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private void awaitReady() throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            try (var connection = new Connection(port)) {
                connection.get("/readyz");
                return;
            } catch (IOException e) {
                Thread.sleep(10);
            }
        }
    }

    private void load() throws InterruptedException, ExecutionException {
        long end = System.nanoTime() + LENGTH.toNanos();
        List<FutureTask<Integer>> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            var caller = new FutureTask<>(() -> call(end));
            callers.add(caller);
            Thread.ofPlatform().start(caller);
        }
        for (FutureTask<Integer> caller : callers) {
            caller.get();
        }
    }

    private Integer call(long end) throws IOException {
        try (var data = new Connection(port);
                var admin = new Connection(adminPort)) {
            int rounds = 0;
            for (; System.nanoTime() < end; rounds++) {
                for (String model : List.of("around", "echo", "around", "echo-2")) {
                    data.post(model, false);
                    data.post(model, true);
                }
                if (rounds % ROUNDS_BETWEEN_RARE_ONES == 0) {
                    data.post("none", false);
                    data.get("/v1/models");
                    data.get("/livez");
                    admin.get("/metrics");
                }
            }
            return rounds;
        }
    }

    /** A connection that sends one request after the other. */
    private static final class Connection implements AutoCloseable {
        private static final String PROMPT =
                "The gate at the head of a canal admits, measures and apportions. ".repeat(8);

        private final Socket socket;
        private final byte[] chunk = new byte[8192];

        Connection(int port) throws IOException {
            this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
        }

        void post(String model, boolean stream) throws IOException {
            String body = "{\"model\":\"" + model + "\",\"stream\":" + stream
                    + ",\"messages\":[{\"role\":\"system\",\"content\":\"" + PROMPT
                    + "\"},{\"role\":\"user\",\"content\":\"hello there\"}]}";
            exchange("POST /v1/chat/completions HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer " + KEY + "\r\n"
                    + "content-type: application/json\r\ncontent-length: " + body.length() + "\r\n\r\n" + body);
        }

        void get(String path) throws IOException {
            exchange("GET " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n");
        }

        private void exchange(String request) throws IOException {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = new ByteArrayOutputStream();
            do {
                int n = socket.getInputStream().read(chunk);
                if (n < 0) {
                    throw new EOFException();
                }
                answer.write(chunk, 0, n);
            } while (!complete(answer.toString(StandardCharsets.ISO_8859_1)));
        }

        private static boolean complete(String answer) {
            int head = answer.indexOf("\r\n\r\n");
            int length = answer.indexOf("content-length: ");
            if (head < 0 || length < 0 || length > head) {
                return answer.endsWith("\r\n0\r\n\r\n");
            }
            int from = length + "content-length: ".length();
            return answer.length() == head + 4 + Integer.parseInt(answer, from, answer.indexOf('\r', from), 10);
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
