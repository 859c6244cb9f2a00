package dev.headgate.plugin.responsecache;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which answers are to be dropped: those that all of this is true of.
 *
 * @param team that asked for them
 * @param model as it was asked for
 * @param key the name of the key that asked for them first
 */
record Drop(Optional<String> team, Optional<String> model, Optional<String> key) {
    private static final Set<String> KNOWN = Set.of("team", "model", "key", "all");

    /**
     * @throws IllegalArgumentException when it is not said which
     */
    static Drop of(Map<String, String> parameters) {
        for (String name : parameters.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException("unknown parameter; use team, model or key, or all=true");
            }
        }
        var drop = new Drop(
                Optional.ofNullable(parameters.get("team")),
                Optional.ofNullable(parameters.get("model")),
                Optional.ofNullable(parameters.get("key")));
        boolean some = drop.team.isPresent() || drop.model.isPresent() || drop.key.isPresent();
        boolean all = "true".equals(parameters.get("all"));
        if (some == all) {
            throw new IllegalArgumentException("say which: team, model or key, or all=true for all of them");
        }
        return drop;
    }

    boolean concerns(Entry entry) {
        return team.map(entry.team()::equals).orElse(true)
                && model.map(entry.model()::equals).orElse(true)
                && key.map(entry.key()::equals).orElse(true);
    }
}
