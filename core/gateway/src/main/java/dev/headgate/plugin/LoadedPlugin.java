package dev.headgate.plugin;

import dev.headgate.api.FilterFactory;
import java.nio.file.Path;
import java.util.List;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PluginState;
import org.pf4j.PluginStatusProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One plugin in a class loader of its own, held by a PF4J of its own, so that two versions of it may run side by side.
 * Not thread-safe, as PF4J is not.
 */
final class LoadedPlugin {
    private static final Logger LOG = LoggerFactory.getLogger(LoadedPlugin.class);

    private final PluginArchive archive;
    private final Single manager;
    private final List<FilterFactory<?>> factories;
    /** How many configurations have it. */
    int users;

    /**
     * Loads and starts it.
     *
     * @throws PluginException when that fails; nothing of it is left then
     */
    LoadedPlugin(PluginArchive archive) {
        this.archive = archive;
        this.manager = new Single(archive);
        try {
            manager.begin();
            this.factories = factories(manager.getExtensions(FilterFactory.class, archive.id()));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            close();
            throw e instanceof PluginException p ? p : failed(e.toString(), e);
        }
        if (factories.isEmpty()) {
            close();
            throw failed("none of its extensions can be made into a FilterFactory", null);
        }
    }

    @SuppressWarnings("rawtypes") // the parameter is each factory's own
    private static List<FilterFactory<?>> factories(List<FilterFactory> found) {
        var factories = new java.util.ArrayList<FilterFactory<?>>();
        found.forEach(factories::add);
        return List.copyOf(factories);
    }

    private PluginException failed(String why, @org.jspecify.annotations.Nullable Throwable cause) {
        return new PluginException("the plugin " + archive.shown() + " could not be loaded: " + why, cause);
    }

    PluginArchive archive() {
        return archive;
    }

    List<FilterFactory<?>> factories() {
        return factories;
    }

    void close() {
        try {
            // Not unloadPlugins(): stopping all at once fails in PF4J 3.15 (pf4j issue 656).
            if (manager.getPlugin(archive.id()) != null) {
                manager.unloadPlugin(archive.id());
            }
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.warn("plugin {} could not be unloaded", archive.shown(), e);
        }
    }

    /** PF4J's manager of this one plugin, which looks at no folder and no file. */
    private static final class Single extends DefaultPluginManager {
        private final PluginArchive archive;

        Single(PluginArchive archive) {
            super(archive.file());
            this.archive = archive;
        }

        void begin() {
            loadPluginFromPath(archive.file());
            resolvePlugins();
            if (startPlugin(archive.id()) != PluginState.STARTED) {
                throw new PluginException(
                        "the plugin " + archive.shown() + " did not start",
                        getPlugin(archive.id()).getFailedException());
            }
        }

        @Override
        protected PluginDescriptorFinder createPluginDescriptorFinder() {
            return new PluginDescriptorFinder() {
                @Override
                public boolean isApplicable(Path path) {
                    return true;
                }

                @Override
                public PluginDescriptor find(Path path) {
                    return new DefaultPluginDescriptor(
                            archive.id(), archive.description(), archive.start(), archive.version(), "*", "", "");
                }
            };
        }

        @Override
        protected PluginLoader createPluginLoader() {
            return new PluginLoader() {
                @Override
                public boolean isApplicable(Path path) {
                    return true;
                }

                @Override
                public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
                    return new PluginClasses(archive);
                }
            };
        }

        @Override
        protected PluginStatusProvider createPluginStatusProvider() {
            return new PluginStatusProvider() {
                @Override
                public boolean isPluginDisabled(String id) {
                    return false;
                }

                @Override
                public void disablePlugin(String id) {}

                @Override
                public void enablePlugin(String id) {}
            };
        }
    }
}
