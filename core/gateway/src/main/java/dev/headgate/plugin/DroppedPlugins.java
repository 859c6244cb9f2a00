package dev.headgate.plugin;

import dev.headgate.config.Pin;
import dev.headgate.config.Plugins;
import dev.headgate.plugin.PluginSet.Problem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The plugins in the operator's folder, checked against the configuration's pins; nothing of them runs yet. */
final class DroppedPlugins {
    private static final String PINS = "plugins.pins";

    private final PluginHost host;
    private final Plugins config;
    private final List<PluginArchive> accepted = new ArrayList<>();
    private final List<PluginArchive> unpinned = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final Map<String, Path> ids = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    DroppedPlugins(PluginHost host, Plugins config) {
        this.host = host;
        this.config = config;
        config.dir().ifPresentOrElse(this::look, this::noFolder);
    }

    List<PluginArchive> accepted() {
        return accepted;
    }

    /** Those among them that nobody vouched for. */
    List<PluginArchive> unpinned() {
        return unpinned;
    }

    List<Problem> problems() {
        return problems;
    }

    private void noFolder() {
        if (!config.pins().isEmpty()) {
            problem(PINS, "there is no folder that these are in; set plugins.dir");
        }
    }

    private void look(Path dir) {
        if (!Files.isDirectory(dir)) {
            problem("plugins.dir", "no such folder; a path is relative to the configuration file");
            return;
        }
        var names = new ArrayList<String>();
        try {
            for (Path file : new PluginFolder(dir).files()) {
                names.add(PluginFolder.name(file));
                take(file);
            }
        } catch (PluginException e) {
            problem("plugins.dir", String.valueOf(e.getMessage()));
            return;
        }
        for (String pin : config.pins().keySet()) {
            if (!used.contains(pin)) {
                problem(
                        PINS + "." + pin,
                        "no plugin in plugins.dir has this file name or id; found: "
                                + (names.isEmpty() ? "none" : String.join(", ", names)));
            }
        }
    }

    private void take(Path file) {
        String name = PluginFolder.name(file);
        try {
            PluginFolder.Dropped dropped = PluginFolder.read(file);
            // Before anything else of it is looked at.
            if (contradicted(name, dropped)) {
                return;
            }
            PluginArchive plugin = host.checked(dropped, false);
            Path other = ids.putIfAbsent(plugin.id(), file);
            if (other != null) {
                problem(
                        "plugins.dir",
                        name + " has the Plugin-Id of " + PluginFolder.name(other) + ", " + plugin.id()
                                + "; remove one of them");
            } else if (!contradicted(plugin.id(), dropped)) {
                pinned(name, plugin);
            }
        } catch (RefusedArchive e) {
            used.add(name);
            problem(at(name), name + " is refused: " + e.getMessage());
        }
    }

    private boolean contradicted(String key, PluginFolder.Dropped dropped) {
        Optional<Pin> pin = Optional.ofNullable(config.pins().get(key));
        pin.ifPresent(p -> used.add(key));
        boolean contradicted =
                pin.filter(p -> !p.sha256().equals(dropped.sha256())).isPresent();
        if (contradicted) {
            problem(
                    PINS + "." + key,
                    PluginFolder.name(dropped.file()) + " has another SHA-256; if this is the file you trust, write "
                            + dropped.sha256());
        }
        return contradicted;
    }

    private void pinned(String name, PluginArchive plugin) {
        if (config.pins().containsKey(name) || config.pins().containsKey(plugin.id())) {
            accepted.add(plugin);
        } else if (config.unpinned() == Plugins.Unpinned.ALLOW) {
            accepted.add(plugin);
            unpinned.add(plugin);
        } else {
            problem(
                    "plugins.dir",
                    name + " is not pinned; if you trust it, write under plugins.pins: " + name + ": "
                            + plugin.key().sha256());
        }
    }

    private String at(String name) {
        return config.pins().containsKey(name) ? PINS + "." + name : "plugins.dir";
    }

    private void problem(String path, String message) {
        problems.add(new Problem(path, message));
    }
}
