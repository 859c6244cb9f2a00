package dev.headgate.app;

import dev.headgate.api.settings.Secret;
import dev.headgate.wire.Digest;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A digest of the settings of a filter: the same for settings that say the same, wherever they stand and in whatever
 * order. What stands in files that they name counts with it. Blocks.
 */
final class SettingsDigest {
    private static final long LARGEST_FILE = 64 << 20;

    private final Digest digest = new Digest();

    private SettingsDigest() {}

    /**
     * @param plugin a digest of the plugin that is told the settings
     */
    static String of(String plugin, Record settings) {
        var all = new SettingsDigest();
        all.digest.text(plugin);
        all.add(settings);
        return all.digest.hex();
    }

    private void add(Object value) {
        switch (value) {
            case Record record -> {
                digest.text("record");
                for (RecordComponent c : record.getClass().getRecordComponents()) {
                    digest.text(c.getName());
                    add(component(record, c));
                }
            }
            case Optional<?> optional -> {
                digest.text(optional.isPresent() ? "some" : "none");
                optional.ifPresent(this::add);
            }
            case List<?> list -> {
                digest.text("list " + list.size());
                list.forEach(this::add);
            }
            case Map<?, ?> map -> {
                digest.text("map " + map.size());
                var sorted = new TreeMap<String, Object>();
                map.forEach((k, v) -> sorted.put(k.toString(), v));
                sorted.forEach((k, v) -> {
                    digest.text(k);
                    add(v);
                });
            }
            case Secret secret -> digest.text(secret.reveal());
            case Path path -> file(path);
            default -> digest.text(value.toString());
        }
    }

    private static Object component(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private void file(Path path) {
        digest.text(path.toString());
        try {
            if (Files.isRegularFile(path) && Files.size(path) <= LARGEST_FILE) {
                digest.bytes(Files.readAllBytes(path));
            }
        } catch (IOException e) {
            digest.text("unreadable"); // whoever needs the file says so
        }
    }
}
