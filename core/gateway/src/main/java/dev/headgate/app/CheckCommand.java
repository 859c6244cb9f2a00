package dev.headgate.app;

import dev.headgate.config.ConfigError;
import dev.headgate.plugin.PluginHost;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** Checks a configuration as a start would, and opens nothing. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Check a configuration and show all that is wrong with it.")
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "The configuration file; default as for run.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Path checked = file.orElseGet(() -> Places.configFile());
        try (PluginHost plugins = Places.plugins()) {
            Configuration.Outcome outcome =
                    Places.configuration(checked, plugins).read();
            PrintWriter out = spec.commandLine().getOut();
            boolean valid = outcome.blueprint().isPresent();
            List<ConfigError> warnings = Stream.concat(
                            outcome.warnings().stream(),
                            outcome.blueprint().map(Unserved::warnings).stream().flatMap(List::stream))
                    .sorted(Comparator.comparingInt(ConfigError::line).thenComparingInt(ConfigError::column))
                    .toList();
            if (json) {
                var result = new LinkedHashMap<String, Object>();
                result.put("valid", valid);
                result.put("errors", outcome.errors());
                result.put("warnings", warnings);
                out.println(JsonMapper.shared().writeValueAsString(result));
            } else {
                outcome.errors().forEach(e -> out.println(e.render()));
                warnings.forEach(w -> out.println("warning: " + w.render()));
                out.println(verdict(checked, outcome));
            }
            out.flush();
            return valid ? 0 : 1;
        }
    }

    private static String verdict(Path checked, Configuration.Outcome outcome) {
        return outcome.blueprint()
                .map(b -> checked + ": valid, version " + b.version() + ", "
                        + count(b.routes().routes().size(), "route")
                        + (b.unserved().isEmpty() ? "" : ", " + b.unserved().size() + " of them without a key"))
                .orElseGet(() -> checked + ": " + count(outcome.errors().size(), "error"));
    }

    private static String count(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }
}
