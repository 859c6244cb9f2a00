package dev.headgate.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;

/** Starts the packaged gateway by its launcher. */
final class HeadgateProcess {
    private static final Duration START = Duration.ofSeconds(40);
    private static final Path NOWHERE = Path.of("/dev/null");

    /** A gateway that was started and may not answer yet. */
    record Started(Contender contender, Child child, Runnable emptyLog) {
        Entrant.Running running() {
            return new Entrant.Running(contender, child::close, emptyLog);
        }
    }

    private final Path launcher;
    private final Path room;
    private final Mock mock;
    private final Redis redis;

    HeadgateProcess(Path launcher, Path room, Mock mock, Redis redis) {
        this.launcher = launcher;
        this.room = room;
        this.mock = mock;
        this.redis = redis;
    }

    Entrant entrant(GatewaySetup setup, int port) {
        return new Entrant(setup.name(), true, () -> {
            Started started = start(setup, port);
            try {
                Probe.awaitAnswer(started.contender(), started.child(), START);
            } catch (NotMeasured e) {
                started.child().close();
                throw e;
            }
            return started.running();
        });
    }

    /** Starts one and waits for nothing. It takes this port and, for its operators, the next. */
    Started start(GatewaySetup setup, int port) throws NotMeasured, InterruptedException {
        mock.running();
        if (setup.filters() == GatewayFilters.SHARED_LIMITS) {
            redis.running();
        }
        for (int taken : new int[] {port, port + 1}) {
            if (!Probe.free(taken)) {
                throw new NotMeasured("not measured: port " + taken + " is in use; give others with --port");
            }
        }
        Path config = room.resolve("gateway-" + port + ".yaml");
        Path log = setup.accessLog() ? room.resolve("gateway-" + port + ".log") : NOWHERE;
        try {
            Files.writeString(
                    config,
                    setup.yaml(port, port + 1, mock.port(), redis.port(), room.resolve("requests-" + port + ".jsonl")));
            if (setup.accessLog()) {
                Files.deleteIfExists(log);
            }
        } catch (IOException e) {
            throw new NotMeasured("not measured: " + e.getMessage());
        }
        Child child = Child.start(
                List.of(launcher.toString(), "run", "--config", config.toString()), setup.environment(), log);
        return new Started(Contender.here(port, child.pid()), child, setup.accessLog() ? () -> empty(log) : () -> {});
    }

    /** Empties the access log, before the system writes it to disk and disturbs a measurement with that. */
    private static void empty(Path log) {
        try {
            FileChannel.open(log, StandardOpenOption.WRITE).truncate(0).close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
