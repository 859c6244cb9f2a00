package dev.headgate.app;

import dev.headgate.config.ConfigContext;
import dev.headgate.config.ConfigDoc;
import dev.headgate.config.ConfigReader;
import dev.headgate.config.ConfigResult;
import dev.headgate.config.GatewayConfig;
import dev.headgate.config.Plugins;
import dev.headgate.config.SchemaWriter;
import dev.headgate.plugin.PluginHost;
import dev.headgate.plugin.PluginSet;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Describes what a configuration may say, the settings of all plugins at hand included. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Print the JSON Schema of the configuration, with the settings of plugins.")
final class SchemaCommand implements Callable<Integer> {
    private static final Plugins NONE_ADDED = new Plugins(Optional.empty(), Map.of(), Plugins.Unpinned.REFUSE);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            paramLabel = "FILE",
            arity = "0..1",
            description = "A configuration file, for the plugins that it adds to those of the distribution.")
    private Optional<Path> file = Optional.empty();

    @Option(names = "--markdown", description = "Print the settings of the plugins as Markdown instead.")
    private boolean markdown;

    @Override
    public Integer call() {
        try (PluginHost host = Places.plugins();
                PluginSet plugins = host.select(file.map(this::added).orElse(NONE_ADDED))) {
            PrintWriter err = spec.commandLine().getErr();
            plugins.problems().forEach(p -> err.println("warning: " + p.path() + ": " + p.message()));
            var settings = new TreeMap<String, Class<? extends Record>>();
            plugins.names()
                    .forEach(
                            name -> plugins.factory(name).ifPresent(factory -> settings.put(name, factory.settings())));
            PrintWriter out = spec.commandLine().getOut();
            out.print(markdown ? ConfigDoc.write(settings) : SchemaWriter.write(settings));
            out.flush();
            err.flush();
            return 0;
        }
    }

    private Plugins added(Path config) {
        return switch (ConfigReader.read(config, ConfigContext.ofProcess(Providers.names()))) {
            case ConfigResult.Valid valid -> valid.config().plugins();
            case ConfigResult.Invalid invalid ->
                invalid.readable()
                        .map(ConfigResult.Valid::config)
                        .map(GatewayConfig::plugins)
                        .orElse(NONE_ADDED);
        };
    }
}
