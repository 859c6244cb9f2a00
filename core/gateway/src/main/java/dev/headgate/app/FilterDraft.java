package dev.headgate.app;

import dev.headgate.api.Filter;
import dev.headgate.api.FilterFactory;
import dev.headgate.api.Operation;
import dev.headgate.api.Phase;
import dev.headgate.api.PriceList;
import dev.headgate.api.quota.Quotas;
import dev.headgate.config.ConfigError;
import dev.headgate.config.FilterContract;
import dev.headgate.config.FilterSettings;
import dev.headgate.config.FilterUse;
import dev.headgate.dispatch.Contract;
import dev.headgate.dispatch.Installed;
import dev.headgate.plugin.PluginSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes filters and their contracts from what a configuration says of them. */
final class FilterDraft {
    private static final Logger LOG = LoggerFactory.getLogger(FilterDraft.class);
    private final PluginSet plugins;
    private final Quotas quotas;
    private final Supplier<PriceList> prices;
    private final BiPredicate<String, Operation> served;
    private final BiConsumer<String, String> error;
    private final List<ConfigError> found = new ArrayList<>();
    private final List<ConfigError> warnings = new ArrayList<>();

    /**
     * @param quotas what the configuration says of its teams' and keys' limits
     * @param prices those at the upstreams of the configuration
     * @param served whether requests of this kind for this model lead anywhere
     * @param error told where something is wrong, and what
     */
    FilterDraft(
            PluginSet plugins,
            Quotas quotas,
            Supplier<PriceList> prices,
            BiPredicate<String, Operation> served,
            BiConsumer<String, String> error) {
        this.plugins = plugins;
        this.quotas = quotas;
        this.prices = prices;
        this.served = served;
        this.error = error;
    }

    /** What is wrong with the settings of filters, at their places. */
    List<ConfigError> errors() {
        return found;
    }

    /** What is allowed in the settings of filters but should be changed. */
    List<ConfigError> warnings() {
        return warnings;
    }

    /** The filters of one list; those that cannot be made are reported and left out. */
    List<Installed> install(List<FilterUse> uses, String path) {
        var filters = new ArrayList<Installed>();
        for (int i = 0; i < uses.size(); i++) {
            install(uses.get(i), path + "[" + i + "]").ifPresent(filters::add);
        }
        return filters;
    }

    private Optional<Installed> install(FilterUse use, String path) {
        Optional<FilterFactory<?>> factory = plugins.factory(use.plugin());
        if (factory.isEmpty()) {
            if (!plugins.problems().isEmpty()) {
                return Optional.empty(); // perhaps of a plugin that was reported as not to be loaded
            }
            error.accept(
                    path,
                    "no plugin offers the filter \"" + use.plugin() + "\"; known: "
                            + (plugins.names().isEmpty() ? "none" : String.join(", ", plugins.names())));
            return Optional.empty();
        }
        try {
            return make(factory.get(), use, path + "." + use.plugin());
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.error("the plugin of the filter {} failed", use.plugin(), e);
            error.accept(path, "the plugin of the filter " + use.plugin() + " failed; the log has its stack");
        }
        return Optional.empty();
    }

    private <S extends Record> Optional<Installed> make(FilterFactory<S> factory, FilterUse use, String path) {
        FilterSettings.Read<S> read = use.settings().read(factory.settings());
        found.addAll(read.errors());
        warnings.addAll(read.warnings());
        if (read.settings().isEmpty()) {
            return Optional.empty();
        }
        try {
            S settings = read.settings().get();
            Filter filter = plugins.create(factory, settings, quotas, prices, served);
            String version = SettingsDigest.of(plugins.version(factory.name()), settings);
            return Optional.of(new Installed(filter, contract(use, factory), version));
        } catch (IllegalArgumentException e) {
            error.accept(path, Optional.ofNullable(e.getMessage()).orElse("settings not accepted"));
            return Optional.empty();
        }
    }

    private static Contract contract(FilterUse use, FilterFactory<?> factory) {
        boolean skip = use.contract()
                .onError()
                .map(on -> on == FilterContract.OnError.SKIP)
                .orElse(factory.phase() == Phase.OBSERVE);
        return new Contract(use.plugin(), factory.phase(), skip, use.contract().timeLimit(), factory.blocking());
    }
}
