package dev.headgate.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Loads entrants in turns, round by round, after those that warm have settled. */
final class Rounds {
    private static final int TRIES = 4;
    private static final double STANDS_STILL = 0.05;
    /** What the entrant before leaves behind, such as thousands of broken streams, ends in this time. */
    private static final Duration PAUSE = Duration.ofMillis(250);

    private final Tools tools;
    private final Mock mock;
    private final Cpus cpus;
    private final Tempo tempo;
    private final Path output;
    private final long end;
    private final Set<String> settled = new HashSet<>();
    private final Set<OptionalLong> warmed = new HashSet<>();
    private final List<String> remarks = new ArrayList<>();
    private double repeatsLeft;

    /** @param end when no further round begins, by {@link System#nanoTime()} */
    Rounds(Tools tools, Mock mock, Cpus cpus, Tempo tempo, Path output, long end) {
        this.tools = tools;
        this.mock = mock;
        this.cpus = cpus;
        this.tempo = tempo;
        this.output = output;
        this.end = end;
        this.repeatsLeft = tempo.repeats();
    }

    /** One line for each warm-up. */
    List<String> remarks() {
        return remarks;
    }

    /** Each entrant pinned to the same processor while it is measured. */
    Comparison pinned(Map<Entrant, Load> loads) throws InterruptedException {
        return run(loads, true);
    }

    /** Each entrant on all processors, shared with mock and load. */
    Comparison unpinned(Map<Entrant, Load> loads) throws InterruptedException {
        return run(loads, false);
    }

    private Comparison run(Map<Entrant, Load> loads, boolean pin) throws InterruptedException {
        List<Lane> lanes = new ArrayList<>();
        loads.forEach((entrant, load) -> lanes.add(new Lane(entrant, load)));
        for (Lane lane : lanes) {
            lane.attempt(() -> {
                settle(lane.entrant, lane.load);
                OptionalLong pid = lane.entrant.contender().pid();
                if (pin && pid.isPresent()) {
                    cpus.pin(pid.getAsLong());
                }
            });
        }
        for (int round = 0; round < tempo.rounds() && System.nanoTime() < end; round++) {
            for (Lane lane : lanes) {
                lane.attempt(() -> lane.windows.add(quiet(lane.entrant, lane.load)));
            }
        }
        return new Comparison(lanes.stream().map(Lane::series).toList());
    }

    private interface Step {
        void run() throws NotMeasured, InterruptedException;
    }

    /** What one entrant has come to; after a step that failed none follows. */
    private static final class Lane {
        private final Entrant entrant;
        private final Load load;
        private final List<Window> windows = new ArrayList<>();
        private Optional<String> refusal = Optional.empty();

        private Lane(Entrant entrant, Load load) {
            this.entrant = entrant;
            this.load = load;
        }

        private void attempt(Step step) throws InterruptedException {
            if (refusal.isPresent()) {
                return;
            }
            try {
                step.run();
            } catch (NotMeasured e) {
                refusal = Optional.of(e.reason());
            }
        }

        private Series series() {
            return refusal.map(why -> Series.failed(entrant.name(), why))
                    .orElseGet(() -> Series.of(entrant.name(), windows));
        }
    }

    /** Repeats a noisy round while there is time for that, and returns the quietest. */
    private Window quiet(Entrant entrant, Load load) throws NotMeasured, InterruptedException {
        Window best = window(entrant, load);
        for (int i = 1; i < TRIES && best.noisy() && repeatsLeft > 0 && System.nanoTime() < end; i++) {
            repeatsLeft -= load.seconds();
            Window again = window(entrant, load);
            if (again.figure("other_cpu") < best.figure("other_cpu")) {
                best = again;
            }
        }
        return best;
    }

    /** Warms on both processors until two quiet windows in a row differ by less than a twentieth. Being late is no fault yet. */
    void settle(Entrant entrant, Load load) throws NotMeasured, InterruptedException {
        Contender contender = entrant.contender();
        if (!entrant.warms() || !settled.add(entrant.name() + load.kind() + contender.pid())) {
            return;
        }
        if (contender.pid().isPresent()) {
            cpus.free(contender.pid().getAsLong());
        }
        boolean first = warmed.add(contender.pid()) && !load.streaming();
        double bound = first ? tempo.settle() : tempo.settle() * 2 / 3;
        Load piece = load.lasting(load.streaming() ? load.warm() : 0, Math.min(3, tempo.settle() / 7));
        long begun = System.nanoTime();
        double before = 0;
        boolean still = false;
        do {
            Window window = window(entrant, piece);
            if (window.figure("errors") > 0) {
                throw new NotMeasured(window.fault().orElseThrow());
            }
            double now = window.figure("cpu_us");
            still = !window.noisy() && Math.abs(now - before) < STANDS_STILL * now;
            before = window.noisy() ? 0 : now;
        } while (!still && seconds(begun) + piece.seconds() <= bound && System.nanoTime() < end);
        remarks.add("%s, %s: %s after %.0f s"
                .formatted(entrant.name(), load.kind(), still ? "settled" : "not settled", seconds(begun)));
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    /** One run of the load generator. */
    Window window(Entrant entrant, Load load) throws NotMeasured, InterruptedException {
        long mockPid = mock.running(load.pace());
        Contender contender = entrant.contender();
        entrant.beforeWindow();
        TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        List<String> command = Stream.of(
                        cpus.besides(), List.of(tools.load().toString()), load.arguments(contender, mockPid))
                .flatMap(List::stream)
                .toList();
        try {
            Files.deleteIfExists(output);
        } catch (IOException e) {
            throw new NotMeasured("not measured: " + e.getMessage());
        }
        try (Child child = Child.start(command, Map.of(), output)) {
            if (!child.ended(Duration.ofMillis((long) (1000 * load.seconds()) + 15_000))) {
                throw new NotMeasured("failed: the load generator did not end");
            }
            return Window.parse(child.lastWords(1));
        }
    }
}
