package dev.headgate.plugin;

import dev.headgate.api.Filter;
import dev.headgate.api.FilterFactory;
import dev.headgate.api.FilterSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.pf4j.ClassLoadingStrategy;
import org.pf4j.JarPluginLoader;
import org.pf4j.JarPluginManager;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginLoader;
import org.pf4j.PluginManager;
import org.pf4j.PluginWrapper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins of the distribution, each in a class loader of its own, and the filters they offer. They are loaded when a
 * filter is asked for, so that a gateway without any does not wait for them. PF4J is not thread-safe: every method must
 * be called from one thread at a time, never from an event loop.
 */
public final class PluginHost implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginHost.class);

    private final Path folder;
    private final TreeMap<String, Offer> offers = new TreeMap<>();
    private Optional<Archives> archives = Optional.empty();
    private boolean loaded;

    /** A filter that can be configured, and the plugin it comes from. */
    private record Offer(FilterFactory factory, PluginWrapper plugin) {}

    /** A host of every plugin jar in this folder; a folder that does not exist holds none. */
    public PluginHost(Path folder) {
        this.folder = folder;
    }

    private Map<String, Offer> offers() {
        if (!loaded && Files.isDirectory(folder)) {
            try {
                load();
            } catch (RuntimeException | LinkageError e) {
                close();
                throw e instanceof PluginException p ? p : new PluginException("a plugin could not be loaded: " + e, e);
            }
        }
        loaded = true;
        return offers;
    }

    private void load() {
        var found = new Archives(folder);
        archives = Optional.of(found);
        found.loadPlugins();
        found.startPlugins();
        for (PluginWrapper p : found.getStartedPlugins()) {
            for (FilterFactory f : found.getExtensions(FilterFactory.class, p.getPluginId())) {
                offer(f, p);
            }
        }
    }

    private void offer(FilterFactory factory, PluginWrapper plugin) {
        String name = factory.name();
        Offer other = offers.putIfAbsent(name, new Offer(factory, plugin));
        if (other != null) {
            throw new PluginException(
                    "two plugins offer the filter \"" + name + "\": " + other.plugin.getPluginPath() + " and "
                            + plugin.getPluginPath() + "; remove one of them",
                    null);
        }
    }

    /**
     * The names under which filters can be configured.
     *
     * @throws PluginException when the plugins cannot be used as they are
     */
    public List<String> names() {
        return List.copyOf(offers().keySet());
    }

    /** What makes the filters of this name, when a plugin offers one. */
    public Optional<FilterFactory> factory(String name) {
        return Optional.ofNullable(offers().get(name)).map(Offer::factory);
    }

    /**
     * A filter with these settings, or empty when no plugin offers one of this name.
     *
     * @throws IllegalArgumentException naming the setting that is wrong
     * @throws PluginException when the plugins cannot be used as they are
     */
    public Optional<Filter> create(String name, FilterSettings settings) {
        return Optional.ofNullable(offers().get(name))
                .map(o -> Objects.requireNonNull(o.factory.create(settings), "the plugin made no filter"));
    }

    @Override
    public void close() {
        offers.clear();
        archives.ifPresent(a -> {
            // One by one over a copy: stopping all at once fails in PF4J 3.15 (pf4j issue 656).
            for (PluginWrapper p : new ArrayList<>(a.getPlugins())) {
                try {
                    a.unloadPlugin(p.getPluginId());
                } catch (RuntimeException e) {
                    LOG.warn("plugin {} could not be unloaded", p.getPluginId(), e);
                }
            }
        });
    }

    /** PF4J's manager, with the API and Vert.x always taken from the gateway, even where a plugin brings copies. */
    private static final class Archives extends JarPluginManager {
        Archives(Path folder) {
            super(folder);
        }

        @Override
        protected PluginLoader createPluginLoader() {
            return new JarPluginLoader(this) {
                @Override
                public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
                    var loader = new SharedApiClassLoader(pluginManager, descriptor);
                    loader.addFile(path.toFile());
                    return loader;
                }
            };
        }
    }

    private static final class SharedApiClassLoader extends PluginClassLoader {
        SharedApiClassLoader(PluginManager manager, PluginDescriptor descriptor) {
            super(manager, descriptor, PluginHost.class.getClassLoader(), ClassLoadingStrategy.PDA);
        }

        @Override
        protected boolean shouldDelegateToParent(String className) {
            return className.startsWith("dev.headgate.api.")
                    || className.startsWith("io.vertx.")
                    || super.shouldDelegateToParent(className);
        }
    }
}
