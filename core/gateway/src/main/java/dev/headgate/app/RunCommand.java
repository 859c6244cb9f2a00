package dev.headgate.app;

import dev.headgate.plugin.PluginHost;
import dev.headgate.telemetry.LineWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs the gateway until it is told to stop. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run the gateway until it is told to stop (SIGTERM drains, SIGHUP reloads).")
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Override
    public Integer call() throws InterruptedException {
        Path file = config.file();
        PrintWriter out = spec.commandLine().getOut();
        var stopped = new CountDownLatch(1);
        try (PluginHost plugins = ConfigOption.plugins();
                var access = new LineWriter(new FileOutputStream(FileDescriptor.out))) {
            Configuration configuration = ConfigOption.configuration(file, plugins);
            // Before the first reading, so that no change after it is missed.
            var watcher = new ConfigWatcher(file, ConfigWatcher.PACE);
            Configuration.Outcome outcome = configuration.read();
            PrintWriter err = spec.commandLine().getErr();
            outcome.warnings().forEach(w -> err.println("warning: " + w.render()));
            if (outcome.blueprint().isEmpty()) {
                outcome.errors().forEach(e -> err.println(e.render()));
                return 1;
            }
            Blueprint blueprint = outcome.blueprint().get();
            var gateway = new Gateway(configuration, blueprint, access);
            gateway.start();
            new Welcome(file, blueprint).print(out, gateway.port(), gateway.adminPort(), sinceStart());
            watcher.start(gateway::reload);
            Signals.on("HUP", gateway::reload);
            Signals.on("TERM", stopped::countDown);
            Signals.on("INT", stopped::countDown);
            stopped.await();
            LoggerFactory.getLogger(RunCommand.class).info("draining");
            watcher.close();
            gateway.stop();
            return 0;
        }
    }

    private static Duration sinceStart() {
        return ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> Duration.between(start, Instant.now()))
                .orElse(Duration.ZERO);
    }
}
