package dev.headgate.config;

import java.util.HashMap;
import java.util.Map;

/** Where each part of a configuration file stands, so that a later stage can report a problem at its place. */
public final class Positions {
    private final String file;
    private final Map<String, Position> byPath = new HashMap<>();

    Positions(String file) {
        this.file = file;
    }

    /** Called while the file is read, never after. */
    void put(String path, Position position) {
        byPath.put(path, position);
    }

    /** Whether this part was written in the file, rather than left to its default. */
    public boolean written(String path) {
        return byPath.containsKey(path);
    }

    /** The place of this part, or of the nearest part around it that was written. */
    public Position at(String path) {
        for (String p = path; !p.isEmpty(); p = around(p)) {
            Position position = byPath.get(p);
            if (position != null) {
                return position;
            }
        }
        return byPath.getOrDefault("", Position.START);
    }

    /** A problem of this part. */
    public ConfigError error(String path, String message) {
        return ConfigError.at(file, at(path), path, message);
    }

    private static String around(String path) {
        return path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
}
