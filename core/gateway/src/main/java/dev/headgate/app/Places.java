package dev.headgate.app;

import dev.headgate.config.ConfigContext;
import dev.headgate.plugin.PluginHost;
import dev.headgate.state.CurrentState;
import dev.headgate.state.LocalState;
import dev.headgate.time.Clock;
import java.nio.file.Path;

/** Where things are when nobody says otherwise. The launcher tells its own folder and that of the distribution. */
final class Places {
    private Places() {}

    /** The configuration beside the launcher. */
    static Path configFile() {
        return root().resolve("config").resolve("gateway.yaml");
    }

    /** The plugins of this distribution, for a command that serves nobody. */
    static PluginHost plugins() {
        return plugins(new CurrentState(new LocalState(Clock.SYSTEM)));
    }

    /** The plugins of this distribution, which keep what they keep here. */
    static PluginHost plugins(CurrentState state) {
        String dist = System.getProperty("headgate.dist");
        return new PluginHost(
                dist == null ? root().resolve("plugins") : Path.of(dist).resolve("plugins"), state::of);
    }

    /** A configuration that sees this process' environment. */
    static Configuration configuration(Path file, PluginHost plugins) {
        return new Configuration(file, plugins, ConfigContext.ofProcess(Providers.names()));
    }

    private static Path root() {
        return Path.of(System.getProperty("headgate.root", ""));
    }
}
