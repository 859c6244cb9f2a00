package dev.headgate.app;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Says which gateway and which Java this is. */
@Command(
        name = "version",
        mixinStandardHelpOptions = true,
        description = "Show the versions of the gateway and of Java.")
final class VersionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** The version this was built as; {@code dev} when it runs from loose classes. */
    static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("dev");
    }

    private record Versions(String version, String java) {}

    /** For {@code headgate --version}. */
    static final class Provider implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"headgate " + version()};
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        String java = Runtime.version().toString();
        if (json) {
            out.println(JsonMapper.shared().writeValueAsString(new Versions(version(), java)));
        } else {
            out.println("headgate " + version() + "   java " + java);
        }
        out.flush();
        return 0;
    }
}
