package dev.headgate.app;

import dev.headgate.plugin.PluginException;
import dev.headgate.telemetry.LineWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Exit codes: 0 done, 1 refused or failed, 2 not understood. */
@Command(
        name = "headgate",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "An organisation's one door to large language models.",
        subcommands = {
            RunCommand.class,
            CheckCommand.class,
            ExplainCommand.class,
            VersionCommand.class,
            WarmUpCommand.class
        },
        footer = {"", "First run:  headgate run", "Every command has --help."})
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    Main() {}

    public static void main(String[] args) {
        int code;
        // Before any plugin or library is loaded, so that none of them writes to the terminal by itself.
        try (var log = new LineWriter(new FileOutputStream(FileDescriptor.err))) {
            Logging.install(log);
            code = execute(args);
        }
        System.exit(code);
    }

    /** Runs one command; gives its exit code. */
    static int execute(String... args) {
        return commandLine().execute(args);
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setExecutionExceptionHandler((e, commandLine, parsed) -> {
            switch (e) {
                case StartException s -> commandLine.getErr().println(s.getMessage());
                case PluginException p -> commandLine.getErr().println("headgate: " + p.getMessage());
                default -> LoggerFactory.getLogger(Main.class).error("the command failed in a way it should not", e);
            }
            return 1;
        });
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? Try: headgate run");
    }
}
