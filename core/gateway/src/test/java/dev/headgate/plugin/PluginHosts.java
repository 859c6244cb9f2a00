package dev.headgate.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.api.Filter;
import dev.headgate.api.FilterFactory;
import dev.headgate.config.ConfigContext;
import dev.headgate.config.ConfigReader;
import dev.headgate.config.ConfigResult;
import dev.headgate.config.FilterUse;
import dev.headgate.state.CurrentState;
import dev.headgate.state.LocalState;
import dev.headgate.time.Clock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Hosts of plugins as a gateway has them. */
public final class PluginHosts {
    private PluginHosts() {}

    /** One whose distribution is this folder. */
    public static PluginHost of(Path distribution) {
        return of(distribution, new CurrentState(new LocalState(Clock.SYSTEM)));
    }

    /** One whose plugins keep what they keep here. */
    public static PluginHost of(Path distribution, CurrentState state) {
        return new PluginHost(distribution, state::of);
    }

    /** The filter that a set makes for a use as the file has it, such as {@code acme} or {@code acme: { mark: x }}. */
    static Optional<Filter> filter(PluginSet set, String use) {
        ConfigResult read = ConfigReader.read(
                "test.yaml",
                ("filters: [ { " + (use.contains(":") ? use : use + ": {}") + " } ]").getBytes(StandardCharsets.UTF_8),
                Path.of(""),
                new ConfigContext(Set.of(), name -> Optional.empty()));
        assertThat(read).isInstanceOf(ConfigResult.Valid.class);
        FilterUse first = ((ConfigResult.Valid) read).config().filters().getFirst();
        Optional<FilterFactory<?>> factory = set.factory(first.plugin());
        return factory.isEmpty() ? Optional.empty() : Optional.of(make(set, factory.get(), first));
    }

    private static <S extends Record> Filter make(PluginSet set, FilterFactory<S> factory, FilterUse use) {
        return set.create(
                factory, use.settings().read(factory.settings()).settings().orElseThrow());
    }
}
