package dev.headgate.plugin;

import dev.headgate.api.FilterContext;
import dev.headgate.config.Plugins;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins in use by any configuration, each in a class loader of its own. One whose file is unchanged is shared; one
 * whose file was replaced is loaded beside the old one, which goes when no configuration has it any more. Safe to share
 * between threads; never called on an event loop.
 */
public final class PluginHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);

    private final PluginFolder distribution;
    private final Function<String, FilterContext> contexts;
    private final Map<PluginArchive.Key, LoadedPlugin> loaded = new HashMap<>();
    private final Tallies tallies = new Tallies();
    private final Set<PluginSet> open = new HashSet<>();
    private Optional<Seen> seen = Optional.empty();

    private record Seen(PluginFolder folder, String look) {}

    /**
     * A host of every plugin jar in a folder.
     *
     * @param distribution the folder; one that does not exist holds none
     * @param contexts what the filters of this name are lent
     */
    public PluginHost(Path distribution, Function<String, FilterContext> contexts) {
        this.distribution = new PluginFolder(distribution);
        this.contexts = contexts;
    }

    FilterContext context(String filter) {
        return tallies.around(filter, contexts.apply(filter));
    }

    /** What the filters of all plugins count. */
    public Tallies tallies() {
        return tallies;
    }

    /** The plugins for a configuration: those of the distribution, and those that it adds. To be closed. */
    public synchronized PluginSet select(Plugins config) {
        // Before the files are read, so that a change meanwhile is not missed.
        seen = config.dir().map(PluginFolder::new).map(f -> new Seen(f, f.look()));
        var set = new PluginSet(this, config);
        open.add(set);
        return set;
    }

    /**
     * What the operator's folder looks like now, when that is not what it was when plugins were last selected from it;
     * else empty.
     */
    public String changed() {
        Optional<Seen> before;
        synchronized (this) {
            before = seen;
        }
        try {
            return before.map(s -> new Seen(s.folder, s.folder.look()))
                    .filter(now -> !now.equals(before.get()))
                    .map(Seen::toString)
                    .orElse("");
        } catch (PluginException e) {
            return "";
        }
    }

    /** The files of the plugins that came with the gateway. */
    List<Path> shipped() {
        return distribution.files();
    }

    /** The plugin in one of them. */
    PluginArchive shipped(Path file) {
        try {
            return checked(PluginFolder.read(file), true);
        } catch (RefusedArchive e) {
            throw new PluginException("the plugin " + file + " is refused: " + e.getMessage(), e);
        }
    }

    /** The plugin in a file; one that is loaded has been checked. */
    synchronized PluginArchive checked(PluginFolder.Dropped file, boolean shipped) {
        var key = new PluginArchive.Key(file.sha256(), shipped);
        LoadedPlugin known = loaded.get(key);
        return known != null && known.archive().file().equals(file.file())
                ? known.archive()
                : ArchiveCheck.check(file.file(), file.bytes(), key);
    }

    synchronized LoadedPlugin acquire(PluginArchive archive) {
        LoadedPlugin plugin = loaded.get(archive.key());
        if (plugin == null) {
            plugin = new LoadedPlugin(archive);
            loaded.put(archive.key(), plugin);
            LOG.debug("loaded the plugin {}", archive.shown());
        }
        plugin.users++;
        return plugin;
    }

    synchronized void release(PluginSet set, List<LoadedPlugin> plugins) {
        open.remove(set);
        for (LoadedPlugin p : plugins) {
            if (--p.users == 0) {
                loaded.remove(p.archive().key());
                p.close();
                LOG.debug("unloaded the plugin {}", p.archive().shown());
            }
        }
    }

    /** Closes what is still open. */
    @Override
    public void close() {
        List<PluginSet> left;
        synchronized (this) {
            left = new ArrayList<>(open);
        }
        left.forEach(PluginSet::close);
    }
}
