package dev.headgate.state.redis;

import dev.headgate.api.StateStore;
import dev.headgate.state.LocalState;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What this gateway keeps on its own while the server cannot be used; every outage begins with nothing kept.
 *
 * @param replicas among how many gateways limits are divided
 */
record Outage(LocalState state, int replicas, Map<String, OwnShare> shares) {
    Outage(LocalState state, int replicas) {
        this(state, replicas, new ConcurrentHashMap<>());
    }

    StateStore store(String plugin) {
        return state.of(plugin).state();
    }

    OwnShare share(String plugin, Function<Outage, OwnShare> made) {
        return shares.computeIfAbsent(plugin, p -> made.apply(this));
    }

    Optional<OwnShare> share(String plugin) {
        return Optional.ofNullable(shares.get(plugin));
    }
}
