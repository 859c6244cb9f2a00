package dev.headgate.app;

import dev.headgate.api.Filter;
import dev.headgate.api.FilterFactory;
import dev.headgate.api.FilterSettings;
import dev.headgate.api.Phase;
import dev.headgate.config.FilterUse;
import dev.headgate.dispatch.Contract;
import dev.headgate.dispatch.Installed;
import dev.headgate.plugin.PluginSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes filters and their contracts from what a configuration says of them. */
final class FilterDraft {
    private static final Logger LOG = LoggerFactory.getLogger(FilterDraft.class);
    /** Settings that are the gateway's own, for every filter alike. */
    private static final String ON_ERROR = "on-error";

    private static final String TIME_LIMIT = "time-limit";
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final PluginSet plugins;
    private final BiConsumer<String, String> error;

    /**
     * @param error told where something is wrong, and what
     */
    FilterDraft(PluginSet plugins, BiConsumer<String, String> error) {
        this.plugins = plugins;
        this.error = error;
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
        if (!plugins.names().contains(use.plugin())) {
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
            FilterFactory factory = plugins.factory(use.plugin()).orElseThrow();
            Contract contract = contract(use, factory);
            Map<String, Object> own = new LinkedHashMap<>(use.settings());
            own.remove(ON_ERROR);
            own.remove(TIME_LIMIT);
            Optional<Filter> filter = plugins.create(use.plugin(), new FilterSettings(own));
            return filter.map(f -> new Installed(f, contract));
        } catch (IllegalArgumentException e) {
            error.accept(
                    path + "." + use.plugin(),
                    Optional.ofNullable(e.getMessage()).orElse("settings not accepted"));
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            LOG.error("the plugin of the filter {} failed", use.plugin(), e);
            error.accept(path, "the plugin of the filter " + use.plugin() + " failed; the log has its stack");
        }
        return Optional.empty();
    }

    private static Contract contract(FilterUse use, FilterFactory factory) {
        Object onError = use.settings().get(ON_ERROR);
        boolean skip = onError == null ? factory.phase() == Phase.OBSERVE : onError.equals("skip");
        if (onError != null && !skip && !onError.equals("fail")) {
            throw new IllegalArgumentException(ON_ERROR + ": use fail or skip");
        }
        Object limit = use.settings().get(TIME_LIMIT);
        Optional<Duration> read = limit == null
                ? Optional.of(LIMIT)
                : Optional.of(limit)
                        .filter(String.class::isInstance)
                        .flatMap(l -> dev.headgate.config.Durations.parse((String) l))
                        .filter(d -> d.isPositive() && d.compareTo(LONGEST) <= 0);
        Duration time = read.orElseThrow(
                () -> new IllegalArgumentException(TIME_LIMIT + ": use a time from 1ms to 5m, such as 500ms"));
        return new Contract(use.plugin(), factory.phase(), skip, time, factory.blocking());
    }
}
