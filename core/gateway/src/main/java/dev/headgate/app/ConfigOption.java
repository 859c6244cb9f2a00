package dev.headgate.app;

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
        return file.orElseGet(Places::configFile);
    }
}
