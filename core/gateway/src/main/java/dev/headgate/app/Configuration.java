package dev.headgate.app;

import dev.headgate.config.ConfigContext;
import dev.headgate.config.ConfigError;
import dev.headgate.config.ConfigReader;
import dev.headgate.config.ConfigResult;
import dev.headgate.plugin.PluginHost;
import dev.headgate.plugin.PluginSet;
import dev.headgate.plugin.Tallies;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads a configuration file all the way to its blueprint. Blocks; never called on an event loop. */
final class Configuration {
    private final Path file;
    private final PluginHost plugins;
    private final ConfigContext context;

    Configuration(Path file, PluginHost plugins, ConfigContext context) {
        this.file = file;
        this.plugins = plugins;
        this.context = context;
    }

    /** What plugins count, whatever the file says. */
    Tallies tallies() {
        return plugins.tallies();
    }

    /**
     * What a file came to.
     *
     * @param blueprint empty when there are errors
     * @param errors all of them, in the order of the file
     * @param warnings what is allowed but should be changed
     */
    record Outcome(Optional<Blueprint> blueprint, List<ConfigError> errors, List<ConfigError> warnings) {}

    Outcome read() {
        return switch (ConfigReader.read(file, context)) {
            case ConfigResult.Invalid invalid -> {
                List<ConfigError> further =
                        invalid.readable().map(r -> further(r, invalid)).orElse(List.of());
                yield new Outcome(Optional.empty(), inOrder(invalid.errors(), further), List.of());
            }
            case ConfigResult.Valid valid -> {
                Blueprint.Result drawn = Blueprint.draw(valid, plugins, context.environment());
                yield new Outcome(
                        drawn.blueprint(),
                        inOrder(drawn.errors(), List.of()),
                        inOrder(
                                inOrder(valid.warnings(), drawn.warnings()),
                                drawn.blueprint().map(Unpinned::warnings).orElse(List.of())));
            }
        };
    }

    private List<ConfigError> further(ConfigResult.Valid readable, ConfigResult.Invalid found) {
        // A pin that cannot be read would be reported once more as one that is missing.
        boolean known = found.errors().stream().anyMatch(Configuration::ofPlugins);
        try (PluginSet selected = plugins.select(readable.config().plugins())) {
            return new Draft(readable, selected, context.environment())
                    .problems().stream().filter(e -> !known || !ofPlugins(e)).toList();
        }
    }

    private static boolean ofPlugins(ConfigError error) {
        return error.path().startsWith("plugins");
    }

    private static List<ConfigError> inOrder(List<ConfigError> some, List<ConfigError> more) {
        return Stream.concat(some.stream(), more.stream())
                .distinct()
                .sorted(ConfigError.AS_IN_FILE)
                .toList();
    }

    Path file() {
        return file;
    }
}
