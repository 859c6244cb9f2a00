package dev.headgate.app;

import dev.headgate.plugin.PluginHost;
import dev.headgate.state.CurrentState;
import dev.headgate.state.LocalState;
import dev.headgate.telemetry.LineWriter;
import dev.headgate.time.Clock;
import dev.headgate.time.ProcessAge;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;

/** A gateway in this process from its start to the signal that stops it. */
final class Serving {
    private final Path file;
    private final PrintWriter out;
    private final PrintWriter err;
    private final OutputStream log;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * @param file the configuration
     * @param log takes a line for each exchange
     */
    Serving(Path file, PrintWriter out, PrintWriter err, OutputStream log) {
        this.file = file;
        this.out = out;
        this.err = err;
        this.log = log;
    }

    /** Serves until told to stop; gives the exit code. */
    int untilStopped() throws InterruptedException {
        CompletableFuture<Core> core = Core.begin();
        var local = new LocalState(Clock.SYSTEM);
        var state = new CurrentState(local);
        try (local;
                PluginHost plugins = Places.plugins(state);
                var access = new LineWriter(log)) {
            Configuration configuration = Places.configuration(file, plugins);
            // Before the first reading, so that no change after it is missed.
            var watcher = new ConfigWatcher(file, ConfigWatcher.PACE, plugins::changed);
            Configuration.Outcome outcome = configuration.read();
            outcome.warnings().forEach(w -> err.println("warning: " + w.render()));
            if (outcome.blueprint().isEmpty()) {
                outcome.errors().forEach(e -> err.println(e.render()));
                core.join().vertx().close();
                return 1;
            }
            Blueprint blueprint = outcome.blueprint().get();
            Core running = core.join();
            local.keepIn(blueprint.config().data().orElseGet(() -> file.resolveSibling("data")));
            running.metrics().gauge("headgate_holds", "Holds on limits that are open.", local::holds);
            running.metrics()
                    .counter(
                            "headgate_state_evictions_total",
                            "Counters and values of plugins that were dropped for want of room.",
                            local::evicted);
            var gateway = new Gateway(configuration, blueprint, state, access, running);
            gateway.start();
            new Welcome(file, blueprint)
                    .print(out, gateway.port(), gateway.adminPort(), running.transport(), ProcessAge.now());
            watcher.start(gateway::reload);
            Signals.on("HUP", gateway::reload);
            Signals.on("TERM", this::stop);
            Signals.on("INT", this::stop);
            stopped.await();
            LoggerFactory.getLogger(Serving.class).info("draining");
            watcher.close();
            gateway.stop();
            return 0;
        }
    }

    /** Lets {@link #untilStopped} end, as a signal would. */
    void stop() {
        stopped.countDown();
    }
}
