package dev.headgate.app;

import dev.headgate.config.ConfigError;
import java.util.List;

/** What an operator is told of plugins that nobody vouched for. */
final class Unpinned {
    private Unpinned() {}

    static List<ConfigError> warnings(Blueprint blueprint) {
        if (!blueprint.plugins().unpinnedAllowed()) {
            return List.of();
        }
        List<String> taken = blueprint.plugins().unpinned();
        return List.of(blueprint
                .positions()
                .error(
                        "plugins.unpinned",
                        "plugins are taken that nobody vouched for, now "
                                + (taken.isEmpty() ? "none" : String.join(", ", taken))
                                + "; pin them and write refuse"));
    }
}
