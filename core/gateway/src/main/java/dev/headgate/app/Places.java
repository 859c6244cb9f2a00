package dev.headgate.app;

import dev.headgate.config.ConfigContext;
import dev.headgate.plugin.PluginHost;
import java.nio.file.Path;

/** Where things are when nobody says otherwise. The launcher tells its own folder and that of the distribution. */
final class Places {
    private Places() {}

    /** The configuration beside the launcher. */
    static Path configFile() {
        return root().resolve("config").resolve("gateway.yaml");
    }

    /** The plugins of this distribution. */
    static PluginHost plugins() {
        String dist = System.getProperty("headgate.dist");
        return new PluginHost(
                dist == null ? root().resolve("plugins") : Path.of(dist).resolve("plugins"));
    }

    /** A configuration that sees this process' environment. */
    static Configuration configuration(Path file, PluginHost plugins) {
        return new Configuration(file, plugins, ConfigContext.ofProcess(Providers.names()));
    }

    private static Path root() {
        return Path.of(System.getProperty("headgate.root", ""));
    }
}
