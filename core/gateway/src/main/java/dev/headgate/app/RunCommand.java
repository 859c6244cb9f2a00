package dev.headgate.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.concurrent.Callable;
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
        return new Serving(
                        config.file(),
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr(),
                        new FileOutputStream(FileDescriptor.out))
                .untilStopped();
    }
}
