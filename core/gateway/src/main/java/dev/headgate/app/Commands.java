package dev.headgate.app;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line, with every command's options and help. */
@Command(
        name = "headgate",
        mixinStandardHelpOptions = true,
        versionProvider = VersionCommand.Provider.class,
        synopsisSubcommandLabel = "COMMAND",
        description = "An organisation's one door to large language models.",
        footer = {"", "First run:  headgate run", "Every command has --help."})
final class Commands implements Runnable {
    private static final Map<String, Supplier<Callable<Integer>>> COMMANDS = commands();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Knows every command, or just the one asked for: reading what a command takes is not free. */
    static CommandLine line(String... args) {
        var line = new CommandLine(new Commands());
        boolean one = args.length > 0 && COMMANDS.containsKey(args[0]);
        COMMANDS.forEach((name, command) -> {
            if (!one || name.equals(args[0])) {
                line.addSubcommand(name, command.get());
            }
        });
        return line.setExecutionExceptionHandler((e, commandLine, parsed) -> Main.failed(e, commandLine.getErr()));
    }

    private static Map<String, Supplier<Callable<Integer>>> commands() {
        var commands = new LinkedHashMap<String, Supplier<Callable<Integer>>>();
        commands.put("run", RunCommand::new);
        commands.put("check", CheckCommand::new);
        commands.put("explain", ExplainCommand::new);
        commands.put("schema", SchemaCommand::new);
        commands.put("version", VersionCommand::new);
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? Try: headgate run");
    }
}
