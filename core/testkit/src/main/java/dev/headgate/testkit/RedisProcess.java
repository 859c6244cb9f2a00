package dev.headgate.testkit;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import redis.embedded.core.ExecutableProvider;

/**
 * A Redis server of a test's own on a free port of loopback: a process that can be frozen, killed and started again. Where
 * there is no server for the machine, the test is skipped and says so.
 */
public final class RedisProcess implements AutoCloseable {
    private static final String PROGRAM = "headgate.redis.server";
    private static final String READY = "Ready to accept connections";

    private final int port;
    private final List<String> command;
    private final Path folder;
    private Process process;

    private RedisProcess(int port, List<String> command, Path folder) {
        this.port = port;
        this.command = command;
        this.folder = folder;
        this.process = run();
    }

    /** A server that keeps nothing on disk and speaks plainly, unless these words of its configuration say otherwise. */
    public static RedisProcess start(String... options) {
        return start(freePort(), options);
    }

    /** A server on this port. */
    public static RedisProcess start(int port, String... options) {
        try {
            Path folder = Files.createTempDirectory("redis");
            var command = new ArrayList<String>();
            command.add(Binary.path());
            command.addAll(List.of(options));
            if (!command.contains("--port") && !command.contains("--sentinel")) {
                command.addAll(List.of("--port", Integer.toString(port)));
            }
            if (!command.contains("--sentinel")) {
                command.addAll(List.of("--save", "", "--bind", "127.0.0.1"));
            }
            return new RedisProcess(port, command, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that nobody listens on. */
    public static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Process run() {
        try {
            Process started = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .start();
            var said = new StringBuilder();
            var lines =
                    new BufferedReader(new java.io.InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                said.append(line).append('\n');
                if (line.contains(READY) || line.contains("Sentinel ID is")) {
                    Thread.ofVirtual().start(() -> drain(lines));
                    return started;
                }
            }
            throw new IllegalStateException("the server did not start:\n" + said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void drain(BufferedReader lines) {
        try {
            while (lines.readLine() != null) {
                // Nobody reads it; but a full pipe would stop the server.
            }
        } catch (IOException e) {
            // It has ended.
        }
    }

    public int port() {
        return port;
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** Stops it in the middle of whatever it does; connections stay, and nothing is answered. */
    public void freeze() {
        signal("STOP");
    }

    /** Lets it go on. */
    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Kills it. What it did not keep on disk is lost. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts it again at the same port. */
    public void startAgain() {
        process = run();
    }

    /** Sends a command of words without spaces, and gives the answer as it comes over the wire. */
    public String command(String... words) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((String.join(" ", words) + "\r\n").getBytes(StandardCharsets.UTF_8));
            return answer(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String answer(InputStream in) throws IOException {
        String line = line(in);
        int length = line.startsWith("$") || line.startsWith("*") ? Integer.parseInt(line.substring(1)) : 0;
        if (line.startsWith("$") && length >= 0) {
            byte[] bytes = in.readNBytes(length);
            line(in);
            return new String(bytes, StandardCharsets.UTF_8);
        }
        if (line.startsWith("*")) {
            var parts = new ArrayList<String>();
            for (int i = 0; i < length; i++) {
                parts.add(answer(in));
            }
            return String.join("\n", parts);
        }
        return line;
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    /** How often each of its commands was called since the start or {@code CONFIG RESETSTAT}. */
    public long calls(String name) {
        return command("INFO", "commandstats")
                .lines()
                .filter(l -> l.startsWith("cmdstat_" + name + ":calls="))
                .mapToLong(l -> Long.parseLong(l.substring(l.indexOf('=') + 1, l.indexOf(','))))
                .sum();
    }

    @Override
    public void close() {
        kill();
        try (var files = Files.walk(folder)) {
            files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server's program: the one that the property {@value #PROGRAM} names, else one that is unpacked once. */
    private static final class Binary {
        private static final Optional<String> PATH = find();

        static String path() {
            Assumptions.assumeTrue(
                    PATH.isPresent(),
                    "SKIPPED: a Redis server that runs here is not here: " + System.getProperty("os.name") + " "
                            + System.getProperty("os.arch"));
            return PATH.orElseThrow();
        }

        private static Optional<String> find() {
            try {
                String named = System.getProperty(PROGRAM);
                String path = named == null
                        ? ExecutableProvider.newJarResourceProvider().get().getPath()
                        : named;
                Process version = new ProcessBuilder(path, "--version")
                        .redirectErrorStream(true)
                        .start();
                version.getInputStream().readAllBytes();
                return version.waitFor() == 0 ? Optional.of(path) : Optional.empty();
            } catch (IOException | RuntimeException e) {
                return Optional.empty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
    }
}
