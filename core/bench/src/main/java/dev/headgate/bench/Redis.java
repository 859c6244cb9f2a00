package dev.headgate.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Redis for the gateways that share their limits, on the processor that mock and load have. It keeps nothing on disk. */
final class Redis implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(5);
    private static final int POLL_MILLIS = 20;

    private final Cpus cpus;
    private final int port;
    private final Path log;
    private Optional<Child> child = Optional.empty();

    Redis(Cpus cpus, int port, Path log) {
        this.cpus = cpus;
        this.port = port;
        this.log = log;
    }

    int port() {
        return port;
    }

    void running() throws NotMeasured, InterruptedException {
        if (child.isPresent() && child.get().alive()) {
            return;
        }
        Path program = Tools.need("redis-server", "redis-server");
        if (!Probe.free(port)) {
            throw new NotMeasured("not measured: port " + port + " is in use; give others with --port");
        }
        List<String> command = new ArrayList<>(cpus.besides());
        command.addAll(List.of(program.toString(), "--bind", "127.0.0.1", "--port", String.valueOf(port)));
        command.addAll(List.of("--save", "", "--appendonly", "no"));
        Child started = Child.start(command, Map.of(), log);
        child = Optional.of(started);
        long end = System.nanoTime() + START.toNanos();
        while (!listens()) {
            if (System.nanoTime() > end || !started.alive()) {
                throw new NotMeasured("not measured: Redis did not start: " + started.lastWords(2));
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), POLL_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        child.ifPresent(Child::close);
    }
}
