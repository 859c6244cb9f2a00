package dev.headgate.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The upstream that everything measured stands in front of. */
final class Mock implements AutoCloseable {
    /** How a stream runs: so many chunks, with that pause in between. */
    enum Pace {
        /** 25 chunks a second. */
        USUAL(100, Duration.ofMillis(40)),
        /** 5 chunks a second, so that 5,000 streams are as many chunks as 1,000 at the usual pace. */
        SLOW(40, Duration.ofMillis(200));

        private final int chunks;
        private final Duration pause;

        Pace(int chunks, Duration pause) {
            this.chunks = chunks;
            this.pause = pause;
        }

        int perSecond() {
            return (int) (1000 / pause.toMillis());
        }

        /** The seconds that a stream lasts. */
        double length() {
            return (double) chunks / perSecond();
        }
    }

    private final Tools tools;
    private final Cpus cpus;
    private final int port;
    private final Path log;
    private Optional<Child> child = Optional.empty();
    private Pace pace = Pace.USUAL;

    Mock(Tools tools, Cpus cpus, int port, Path log) {
        this.tools = tools;
        this.cpus = cpus;
        this.port = port;
        this.log = log;
    }

    int port() {
        return port;
    }

    /** Runs it, at the pace that it has. */
    void running() throws NotMeasured, InterruptedException {
        running(pace);
    }

    /** Runs it at this pace, anew if it ran at another; the connections to it close then, and are opened again. */
    long running(Pace wanted) throws NotMeasured, InterruptedException {
        if (child.isPresent() && child.get().alive() && pace == wanted) {
            return child.get().pid();
        }
        child.ifPresent(Child::close);
        if (!Probe.free(port)) {
            throw new NotMeasured("not measured: port " + port + " is in use; give others with --port");
        }
        List<String> command = new ArrayList<>(cpus.besides());
        command.addAll(List.of(
                tools.mock().toString(),
                "-p",
                String.valueOf(port),
                "-n",
                String.valueOf(wanted.chunks),
                "-d",
                String.valueOf(wanted.pause.toNanos() / 1000)));
        Child started = Child.start(command, Map.of(), log);
        child = Optional.of(started);
        pace = wanted;
        Probe.awaitAnswer(itself(OptionalLong.empty()), started, Duration.ofSeconds(5));
        return started.pid();
    }

    /** The mock asked without anything in between; its CPU is not what is measured. */
    Entrant direct() {
        return new Entrant("direct, no proxy", false, () -> {
            running();
            return new Entrant.Running(itself(OptionalLong.empty()), () -> {}, () -> {});
        });
    }

    private Contender itself(OptionalLong pid) {
        return new Contender(port, GatewaySetup.secret(0), GatewaySetup.model(0), pid);
    }

    @Override
    public void close() {
        child.ifPresent(Child::close);
    }
}
