package dev.headgate.config;

import java.util.Comparator;

/**
 * One problem of a configuration file: where it stands, what is wrong and what would be right. It never holds the value
 * of a secret.
 *
 * @param path the keys that lead to the place, such as {@code models.smart.targets[0]}; empty for the whole file
 */
public record ConfigError(String file, int line, int column, String path, String message) {
    // Written out: comparators put together from others are serializable lambdas, which no class cache takes.
    public static final Comparator<ConfigError> AS_IN_FILE =
            (a, b) -> a.line == b.line ? Integer.compare(a.column, b.column) : Integer.compare(a.line, b.line);

    static ConfigError at(String file, Position position, String path, String message) {
        return new ConfigError(file, position.line(), position.column(), path, message);
    }

    /** The problem in one line, in the form that editors and terminals turn into a link. */
    public String render() {
        return file + ":" + line + ":" + column + ": " + (path.isEmpty() ? "" : path + ": ") + message;
    }

    @Override
    public String toString() {
        return render();
    }
}
