package dev.headgate.config;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One use of a plugin's filter. Two uses are equal when they would make the same filter, wherever they stand.
 *
 * @param settings as plain values: text, {@code Long}, {@code Double}, {@code Boolean}, lists and maps of these
 */
@Describe("A plugin by its name, or its name with settings.")
public record FilterUse(String plugin, Map<String, Object> settings, Position position) {
    public FilterUse {
        settings = Copies.inOrder(settings);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FilterUse f && plugin.equals(f.plugin) && settings.equals(f.settings);
    }

    @Override
    public int hashCode() {
        return Objects.hash(plugin, settings);
    }

    /** Settings may hold credentials, so only their names are shown. */
    @Override
    public String toString() {
        return "FilterUse[plugin=" + plugin + ", settings=" + settings.keySet() + "]";
    }
}
