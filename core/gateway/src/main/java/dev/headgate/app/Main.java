package dev.headgate.app;

import dev.headgate.plugin.PluginException;
import dev.headgate.telemetry.LineWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
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
        footer = {"", "First run:  headgate run", "Every command has --help."})
public final class Main implements Runnable {
    private static final Map<String, Supplier<Callable<Integer>>> COMMANDS = commands();

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
        return commandLine(args).execute(args);
    }

    /** Knows every command, or just the one asked for: reading what a command takes costs a start dearly. */
    static CommandLine commandLine(String... args) {
        var line = new CommandLine(new Main());
        boolean one = args.length > 0 && COMMANDS.containsKey(args[0]);
        COMMANDS.forEach((name, command) -> {
            if (!one || name.equals(args[0])) {
                line.addSubcommand(name, command.get());
            }
        });
        return line.setExecutionExceptionHandler((e, commandLine, parsed) -> {
            switch (e) {
                case StartException s -> commandLine.getErr().println(s.getMessage());
                case PluginException p -> commandLine.getErr().println("headgate: " + p.getMessage());
                default -> LoggerFactory.getLogger(Main.class).error("the command failed in a way it should not", e);
            }
            return 1;
        });
    }

    private static Map<String, Supplier<Callable<Integer>>> commands() {
        var commands = new LinkedHashMap<String, Supplier<Callable<Integer>>>();
        commands.put("run", RunCommand::new);
        commands.put("check", CheckCommand::new);
        commands.put("explain", ExplainCommand::new);
        commands.put("version", VersionCommand::new);
        commands.put("warm-up", WarmUpCommand::new);
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? Try: headgate run");
    }
}
