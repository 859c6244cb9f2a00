package dev.headgate.app;

import dev.headgate.config.ConfigError;
import dev.headgate.plugin.PluginHost;
import dev.headgate.telemetry.LineWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
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
        try (var log = new LineWriter(new FileOutputStream(FileDescriptor.err));
                var access = new LineWriter(new FileOutputStream(FileDescriptor.out));
                PluginHost plugins = logged(log)) {
            Configuration configuration = ConfigOption.configuration(file, plugins);
            Configuration.Outcome outcome = configuration.read();
            outcome.warnings().stream().map(ConfigError::render).forEach(w -> log.write("warning: " + w));
            if (outcome.blueprint().isEmpty()) {
                outcome.errors().forEach(e -> spec.commandLine().getErr().println(e.render()));
                return 1;
            }
            Blueprint blueprint = outcome.blueprint().get();
            var gateway = new Gateway(configuration, blueprint, access);
            gateway.start();
            new Welcome(file, blueprint, gateway).print(out);
            var watcher = new ConfigWatcher(file, gateway::reload);
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

    /** The plugins, whose loading is logged already. */
    private static PluginHost logged(LineWriter log) {
        Logging.install(log);
        return ConfigOption.plugins();
    }
}
