package dev.headgate.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What reading one file has found so far: places, errors and warnings. Nothing found stops the reading. */
final class Findings {
    private final String file;
    private final Positions positions;
    private final Set<String> referred = new HashSet<>();
    private final Set<ConfigError> errors = new LinkedHashSet<>();
    private final Set<ConfigError> warnings = new LinkedHashSet<>();

    Findings(String file) {
        this.file = file;
        this.positions = new Positions(file);
    }

    String file() {
        return file;
    }

    Positions positions() {
        return positions;
    }

    boolean written(String path) {
        return positions.written(path);
    }

    /** Notes that the text here came from the environment or a file, and is not to be shown. */
    void refer(String path) {
        referred.add(path);
    }

    /** The text here as a message may show it. */
    String quoted(String path, String text) {
        return referred.contains(path) ? "(the value referred to)" : "\"" + text + "\"";
    }

    void error(String path, String message) {
        errors.add(positions.error(path, message));
    }

    void error(Position position, String path, String message) {
        errors.add(ConfigError.at(file, position, path, message));
    }

    void warning(String path, String message) {
        warnings.add(positions.error(path, message));
    }

    List<ConfigError> errors() {
        return sorted(errors);
    }

    List<ConfigError> warnings() {
        return sorted(warnings);
    }

    private static List<ConfigError> sorted(Set<ConfigError> found) {
        var list = new ArrayList<>(found);
        list.sort(ConfigError.AS_IN_FILE);
        return list;
    }
}
