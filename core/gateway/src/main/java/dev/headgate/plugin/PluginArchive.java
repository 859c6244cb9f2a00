package dev.headgate.plugin;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A plugin as it came in one file, checked and not yet loaded.
 *
 * @param file where it was; it may have been replaced since
 * @param key what tells it from others
 * @param start the class that PF4J starts and stops with the plugin
 * @param parts where its classes are, in the order they are searched
 */
record PluginArchive(
        Path file, Key key, String id, String version, String description, String start, List<Part> parts) {

    PluginArchive {
        parts = List.copyOf(parts);
    }

    /**
     * What makes a plugin the same as one loaded before.
     *
     * @param sha256 of the file's bytes
     * @param shipped whether it came with the gateway, which is held to less
     */
    record Key(String sha256, boolean shipped) {}

    /** An archive, and the folder in it that counts as the root of its classes; empty, or with a slash at its end. */
    record Part(Archive archive, String root) {
        Optional<byte[]> content(String name) {
            return archive.content(root + name);
        }
    }

    String fileName() {
        return Objects.requireNonNull(file.getFileName()).toString();
    }

    /** The plugin in words, for logs and messages. */
    String shown() {
        return id + " " + version + " (" + fileName() + ", SHA-256 " + key.sha256() + ")";
    }
}
