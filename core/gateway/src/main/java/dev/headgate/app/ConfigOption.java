package dev.headgate.app;

import dev.headgate.config.ConfigContext;
import dev.headgate.plugin.PluginHost;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which configuration a command works on. */
final class ConfigOption {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "The configuration file; default: config/gateway.yaml beside the launcher.")
    private Optional<Path> file = Optional.empty();

    Path file() {
        return file.orElseGet(() -> root().resolve("config").resolve("gateway.yaml"));
    }

    private static Path root() {
        return Path.of(System.getProperty("headgate.root", ""));
    }

    /** The plugins of this distribution. */
    static PluginHost plugins() {
        String dist = System.getProperty("headgate.dist");
        return PluginHost.load(
                dist == null ? root().resolve("plugins") : Path.of(dist).resolve("plugins"));
    }

    static Configuration configuration(Path file, PluginHost plugins) {
        return new Configuration(file, plugins, ConfigContext.ofProcess(Providers.names()));
    }
}
