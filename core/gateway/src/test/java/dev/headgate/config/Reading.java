package dev.headgate.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads texts as configurations against a fixed set of providers and a made-up environment. */
final class Reading {
    static final Set<String> PROVIDERS = Set.of("openai", "anthropic", "azure", "abliteration", "openai-compatible");

    private Reading() {}

    static ConfigResult read(String yaml) {
        return read(yaml, Map.of());
    }

    static ConfigResult read(String yaml, Map<String, String> environment) {
        return read(yaml.getBytes(StandardCharsets.UTF_8), Path.of("config"), environment);
    }

    static ConfigResult read(byte[] yaml, Path folder, Map<String, String> environment) {
        var context = new ConfigContext(PROVIDERS, name -> Optional.ofNullable(environment.get(name)));
        return ConfigReader.read("gateway.yaml", yaml, folder, context);
    }

    static ConfigResult.Valid valid(String yaml) {
        return valid(read(yaml));
    }

    static ConfigResult.Valid valid(ConfigResult result) {
        return switch (result) {
            case ConfigResult.Valid v -> v;
            case ConfigResult.Invalid i -> throw new AssertionError("refused: " + i.errors());
        };
    }

    static <V> V named(Map<String, V> map, String name) {
        return Objects.requireNonNull(map.get(name), name);
    }

    static List<String> errors(String yaml) {
        return errors(read(yaml));
    }

    static List<String> errors(ConfigResult result) {
        return result instanceof ConfigResult.Invalid i
                ? i.errors().stream().map(ConfigError::render).toList()
                : List.of();
    }
}
