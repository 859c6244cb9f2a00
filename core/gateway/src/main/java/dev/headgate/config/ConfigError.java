package dev.headgate.config;

/**
 * One problem of a configuration file: where it stands, what is wrong and what would be right. It never holds the value
 * of a secret.
 *
 * @param path the keys that lead to the place, such as {@code models.smart.targets[0]}; empty for the whole file
 */
public record ConfigError(String file, int line, int column, String path, String message) {

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
