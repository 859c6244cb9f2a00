package dev.headgate.plugin;

import dev.headgate.api.Filter;
import dev.headgate.api.FilterContext;
import dev.headgate.api.FilterFactory;
import dev.headgate.api.Operation;
import dev.headgate.api.PriceList;
import dev.headgate.api.quota.Quotas;
import dev.headgate.config.Plugins;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins that one configuration has, and the filters made of them. They are loaded when a filter is first asked for:
 * those of the operator all at once, those that came with the gateway as their filters are asked for by name, so that a
 * gateway neither waits for what it does not use nor keeps it. To be closed when the last exchange under that configuration has
 * ended, and used by one thread at a time, never by an event loop.
 */
public final class PluginSet implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginSet.class);

    private final PluginHost host;
    private final DroppedPlugins dropped;
    private final Plugins config;
    private final List<LoadedPlugin> plugins = new ArrayList<>();
    private final TreeMap<String, Offer> offers = new TreeMap<>();
    private final List<Filter> made = new ArrayList<>();
    private final Set<Path> added = new HashSet<>();
    /** Whether those of the operator are. */
    private boolean loaded;

    private boolean closed;

    /** Something that is wrong with the plugins, at this place of the configuration. */
    public record Problem(String path, String message) {}

    private record Offer(FilterFactory<?> factory, PluginArchive plugin) {}

    PluginSet(PluginHost host, Plugins config) {
        this.host = host;
        this.config = config;
        this.dropped = new DroppedPlugins(host, config);
    }

    /** What keeps plugins of the operator's folder from being used. */
    public List<Problem> problems() {
        return List.copyOf(dropped.problems());
    }

    /** Whether plugins are taken that nobody vouched for. */
    public boolean unpinnedAllowed() {
        return config.unpinned() == Plugins.Unpinned.ALLOW;
    }

    /** The plugins taken although nobody vouched for them, with name, version and digest. */
    public List<String> unpinned() {
        return dropped.unpinned().stream().map(PluginArchive::shown).toList();
    }

    /**
     * The names under which filters can be configured. Loads all plugins.
     *
     * @throws PluginException when the plugins cannot be used as they are
     */
    public synchronized List<String> names() {
        load();
        return List.copyOf(offers.keySet());
    }

    /** What makes the filters of this name, when a plugin offers one. */
    public synchronized Optional<FilterFactory<?>> factory(String name) {
        offer(name);
        Offer offer = offers.get(name);
        return offer == null ? Optional.empty() : Optional.of(offer.factory);
    }

    /** A digest of the plugin that offers the filters of this name. */
    public synchronized String version(String name) {
        Offer offer = offers.get(name);
        return offer == null ? "" : offer.plugin.key().sha256();
    }

    /**
     * A filter with these settings. It is closed with this set.
     *
     * @param factory one of this set
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    public <S extends Record> Filter create(FilterFactory<S> factory, S settings) {
        return create(factory, settings, Quotas.NONE, () -> PriceList.NONE, (model, operation) -> true);
    }

    /**
     * The same, told of what its configuration says besides.
     *
     * @param quotas the limits that teams and keys have
     * @param prices those at its upstreams, asked for when the plugin does
     * @param served whether requests of this kind for this model lead anywhere
     * @throws IllegalArgumentException naming the setting that is wrong
     */
    public synchronized <S extends Record> Filter create(
            FilterFactory<S> factory,
            S settings,
            Quotas quotas,
            Supplier<PriceList> prices,
            BiPredicate<String, Operation> served) {
        FilterContext lent = host.context(factory.name());
        Filter filter = Objects.requireNonNull(
                factory.create(settings, new ConfiguredContext(lent, quotas, prices, served)),
                "the plugin made no filter");
        made.add(filter);
        return filter;
    }

    private void load() {
        if (closed) {
            return;
        }
        host.shipped().forEach(this::add);
        operators();
    }

    /** Loads what offers this filter; everything if it is not where it should be. */
    private void offer(String name) {
        if (closed || offers.containsKey(name)) {
            return;
        }
        String usual = "headgate-plugin-" + name + ".jar";
        host.shipped().stream().filter(f -> PluginFolder.name(f).equals(usual)).forEach(this::add);
        operators();
        if (!offers.containsKey(name)) {
            load();
        }
    }

    private void operators() {
        if (!loaded) {
            dropped.accepted().forEach(this::add);
            loaded = true;
        }
    }

    /** Adds one that came with the gateway, unless that has been done. */
    private void add(Path file) {
        if (added.add(file)) {
            add(host.shipped(file));
        }
    }

    private void add(PluginArchive archive) {
        for (LoadedPlugin other : plugins) {
            if (other.archive().id().equals(archive.id())) {
                throw new PluginException(
                        "two plugins have the id \"" + archive.id() + "\": "
                                + other.archive().file() + " and " + archive.file() + "; remove one of them",
                        null);
            }
        }
        LoadedPlugin plugin = host.acquire(archive);
        plugins.add(plugin);
        plugin.factories().forEach(f -> offer(f, archive));
    }

    private void offer(FilterFactory<?> factory, PluginArchive plugin) {
        String name = factory.name();
        Offer other = offers.putIfAbsent(name, new Offer(factory, plugin));
        if (other != null) {
            throw new PluginException(
                    "two plugins offer the filter \"" + name + "\": " + other.plugin.file() + " and " + plugin.file()
                            + "; remove one of them",
                    null);
        }
    }

    /** Closes the filters and unloads what no other configuration uses. Closing again does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        made.reversed().forEach(PluginSet::close);
        made.clear();
        offers.clear();
        host.release(this, List.copyOf(plugins));
        plugins.clear();
    }

    private static void close(Filter filter) {
        try {
            filter.close();
        } catch (Exception | LinkageError | StackOverflowError e) {
            LOG.warn("the filter {} could not be closed", filter.getClass().getName(), e);
        }
    }
}
