package dev.headgate.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is written for a plugin in one place of the file. What it means only the plugin knows, so it is read once there is
 * the record to read it into.
 */
public final class FilterSettings {
    private final Map<String, Nodes.Entry> entries;
    private final Position position;
    private final String path;
    private final String file;
    private final Binder reader;

    FilterSettings(Map<String, Nodes.Entry> entries, Position position, String path, String file, Binder reader) {
        this.entries = Map.copyOf(entries);
        this.position = position;
        this.path = path;
        this.file = file;
        this.reader = reader;
    }

    /**
     * What the reading has come to.
     *
     * @param settings empty when there are errors
     */
    public record Read<S>(Optional<S> settings, List<ConfigError> errors, List<ConfigError> warnings) {}

    /** The settings as this record. Blocks on files that they refer to. */
    public <S extends Record> Read<S> read(Class<S> type) {
        var findings = new Findings(file);
        findings.positions().put(path, position);
        Optional<S> read = reader.with(findings)
                .fields(Shape.of(type), entries, path, FilterContract.KEYS)
                .map(type::cast);
        return new Read<>(
                findings.errors().isEmpty() ? read : Optional.empty(), findings.errors(), findings.warnings());
    }

    /** Settings may hold credentials, so only their names are shown. */
    @Override
    public String toString() {
        return entries.keySet().stream().map(Nodes::shown).toList().toString();
    }
}
