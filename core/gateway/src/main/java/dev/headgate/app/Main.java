package dev.headgate.app;

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
        Logging.onlyWarnings();
        System.exit(execute(args));
    }

    /** Runs one command; gives its exit code. */
    static int execute(String... args) {
        return new CommandLine(new Main())
                .setExecutionExceptionHandler((e, commandLine, parsed) -> {
                    commandLine.getErr().println("headgate: " + (e.getMessage() == null ? e : e.getMessage()));
                    return 1;
                })
                .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? Try: headgate run");
    }
}
